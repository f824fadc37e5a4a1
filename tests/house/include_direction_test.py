#!/usr/bin/env python3
"""The include check on small houses, good and bad."""
import pathlib
import tempfile

import include_direction


def house(files):
    root = pathlib.Path(tempfile.mkdtemp())
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return list(include_direction.findings(root))


GOOD = {
    "document/CMakeLists.txt": "sohoa_folder(document SOURCES a.cpp)",
    "archive/CMakeLists.txt": "sohoa_folder(archive SOURCES b.cpp USES document PRIVATE_LIBS x)",
    "archive/b.cpp": '#include <archive.h>\n#include "document/a.h"\n#include "archive/b.h"\n',
}
assert house(GOOD) == []
assert "does not link archive" in house(
    {**GOOD, "document/a.h": '#include "archive/b.h"\n'})[0]
assert "belongs in a .cpp" in house({**GOOD, "archive/b.h": "#include <archive.h>\n"})[0]
assert house({**GOOD, "ocr/CMakeLists.txt": "sohoa_folder(ocr SOURCES d.cpp)",
              "ocr/model/tool.cpp": "#include <CLI/CLI.hpp>\n"}) == []
assert "lives in cli" in house(
    {**GOOD, "archive/model/tool.cpp": "#include <CLI/CLI.hpp>\n"})[0]
assert "lives in index" in house({**GOOD, "archive/c.cpp": "#include <sqlite3.h>\n"})[0]
assert "no sohoa_folder" in house({"x/CMakeLists.txt": ""})[0]
print("ok")
