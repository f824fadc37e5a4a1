#include "cli/run_program.h"

int main(int argc, char** argv) {
  return sohoa::run_program(argc, argv);
}
