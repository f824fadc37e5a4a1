#!/usr/bin/env python3
"""Checks packaging/install-service and the units that it writes.

Usage: install_service_test.py SOURCE_DIR SOHOA
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv[1])
SOHOA = sys.argv[2]
UNITS = ["sohoa-watch.service", "sohoa-batch.service", "sohoa-batch.timer"]


def run(*arguments, **environment):
    return subprocess.run([str(a) for a in arguments], capture_output=True, text=True,
                          env={**os.environ, **environment}, check=False)


class InstallService(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sohoa-service-"))
        self.addCleanup(shutil.rmtree, self.folder)
        # What a path may hold that systemd, sed or a shell would read otherwise.
        self.archive = self.folder / "kho 100% \"số\" & a|b 'c' $HOME"
        made = run(SOHOA, "init", self.archive, "--key", self.folder / "key")
        self.assertEqual(made.returncode, 0, made.stderr)
        self.root = self.folder / "root"
        self.units = self.root / "etc/systemd/system"

    def install(self, *arguments):
        return run(SOURCE / "packaging/install-service", *arguments, "--program", SOHOA,
                   DESTDIR=str(self.root))

    def installed(self, *arguments):
        done = self.install(self.archive, "--user", "daemon", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)

    def escaped(self):
        return str(self.archive).replace("%", "%%").replace('"', '\\"')

    def test_the_units_name_archive_user_and_program(self):
        self.installed()
        for name in UNITS:
            text = (self.units / name).read_text()
            self.assertNotIn("@", "".join(line for line in text.splitlines()
                                          if not line.startswith("SystemCallFilter")
                                          and not line.startswith("#")), name)
        watch = (self.units / UNITS[0]).read_text()
        self.assertIn(f'--archive "{self.escaped().replace("$", "$$")}" watch', watch)
        self.assertIn("User=daemon", watch)
        self.assertIn("ExecReload=/bin/kill -HUP $MAINPID", watch)
        self.assertIn(f'ReadWritePaths="-{self.escaped()}"', watch)
        self.assertIn("ProtectSystem=strict", (self.units / UNITS[1]).read_text())

    def test_folders_that_the_settings_name_elsewhere_may_be_written(self):
        (self.archive / "sohoa.toml").write_text(
            '[watch]\ninbox = "/srv/chờ quét"\n[batch]\ncopies = ["/mnt/a"]\n')
        self.installed()
        watch = (self.units / UNITS[0]).read_text()
        self.assertIn('"-/srv/chờ quét" "-/mnt/a"', watch)

    def test_systemd_finds_nothing_wrong_with_them(self):
        if not shutil.which("systemd-analyze"):
            self.fail("systemd-analyze is missing; packaging/install-packages test installs it")
        self.installed()
        for unit in UNITS:
            verified = run("systemd-analyze", "verify", "--man=no", self.units / unit,
                           SYSTEMD_UNIT_PATH=str(self.units) + ":")
            self.assertEqual((verified.returncode, verified.stderr.strip()), (0, ""), unit)
        for unit in UNITS[:2]:
            score = run("systemd-analyze", "security", "--offline=yes", "--threshold=25",
                        self.units / unit)
            print(unit, score.stdout.strip().splitlines()[-1])
            self.assertEqual(score.returncode, 0, score.stdout + score.stderr)

    def test_removing_takes_them_away_and_nothing_else(self):
        self.installed()
        other = self.units / "other.service"
        other.write_text("[Service]\n")
        removed = self.install("--remove")
        self.assertEqual(removed.returncode, 0, removed.stderr)
        self.assertEqual([p.name for p in self.units.iterdir()], [other.name])

    def test_several_archives_have_units_of_their_own(self):
        self.installed()
        self.installed("--name", "tinh-uy")
        self.assertTrue((self.units / "tinh-uy-watch.service").exists())
        self.assertEqual(self.install("--remove", "--name", "tinh-uy").returncode, 0)
        self.assertFalse((self.units / "tinh-uy-watch.service").exists())
        self.assertTrue((self.units / "sohoa-watch.service").exists())

    def test_without_systemd_the_lines_for_cron_are_printed(self):
        done = self.install(self.archive, "--user", "daemon", "--cron")
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = done.stdout.splitlines()
        self.assertEqual(len(lines), 2)
        self.assertTrue(lines[0].startswith("@reboot ") and lines[0].endswith(" watch"))
        self.assertFalse(self.units.exists())
        # As cron hands it to the shell: an escaped % is a plain one.
        command = lines[0].removeprefix("@reboot ").replace("\\%", "%")
        said = run("sh", "-c", "set -- " + command + '; printf %s "$3"')
        self.assertEqual(said.stdout, str(self.archive))

    def test_what_is_no_archive_and_nobodys_user_is_refused(self):
        self.assertEqual(self.install(self.folder, "--user", "daemon").returncode, 3)
        self.assertEqual(self.install(self.archive, "--user", "no-such-user").returncode, 2)
        self.assertEqual(self.install(self.archive, "--user", "root").returncode, 2)
        self.assertEqual(self.install(self.archive, "--name", "../x").returncode, 2)
        (self.archive / "sohoa.toml").write_text("inbox = 1\n")
        self.assertEqual(self.install(self.archive, "--user", "daemon").returncode, 3)
        self.assertFalse(self.units.exists())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
