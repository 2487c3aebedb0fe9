//! A repository of its own for each test: a temporary folder, an empty home, a fixed identity,
//! fixed dates, and no variable of the caller that Git, a terminal or factlint would obey.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The program under test.
pub(crate) const FACTLINT: &str = env!("CARGO_BIN_EXE_factlint");

/// The day on which `check` and `hook` run here.
pub(crate) const TODAY: &str = "2026-02-20";

/// All that a child keeps of the caller's environment.
const KEPT: [&str; 6] = ["PATH", "SystemRoot", "TEMP", "TMP", "TMPDIR", "LLVM_PROFILE_FILE"];

/// How a program ended and what it said.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    fn new(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout.clone()).expect("standard output is UTF-8"),
            stderr: String::from_utf8(output.stderr.clone()).expect("standard error is UTF-8"),
        }
    }

    /// The run itself, if it ended with this code.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self}");
        self
    }

    /// Both streams, for what may stand on either.
    pub(crate) fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// The JSON report on standard output.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("no JSON: {error}\n{self}"))
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "exit {}\n--- stdout\n{}--- stderr\n{}",
            self.code, self.stdout, self.stderr
        )
    }
}

/// A scratch repository, gone with its value.
#[derive(Debug)]
pub(crate) struct Repo {
    root: TempDir,
    top: PathBuf,
}

impl Repo {
    /// An empty folder that no repository holds.
    pub(crate) fn without_git() -> Self {
        let root = TempDir::with_prefix("factlint-test-").expect("a temporary folder can be made");
        let top = root.path().join("desk");
        for folder in [&top, &root.path().join("home")] {
            fs::create_dir(folder).expect("a folder can be made");
        }
        Self { root, top }
    }

    /// A repository without a commit, on the branch `main`.
    pub(crate) fn new() -> Self {
        let repo = Self::without_git();
        repo.git(&["init", "--quiet", "--initial-branch=main"]);
        repo
    }

    /// A repository whose first commit holds these files.
    pub(crate) fn holding(files: &[(&str, &str)]) -> Self {
        let repo = Self::new();
        for (path, text) in files {
            repo.write(path, text);
        }
        repo.commit("2026-02-01");
        repo
    }

    /// Another folder beside the repository, for clones and linked work trees.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// The top of the work tree.
    pub(crate) fn top(&self) -> &Path {
        &self.top
    }

    /// A path inside the work tree.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.top.join(path)
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).expect("a folder can be made");
        }
        fs::write(path, content).expect("a file can be written");
        self
    }

    /// Writes a program.
    #[cfg(unix)]
    pub(crate) fn write_program(&self, path: &str, content: &str) -> &Self {
        use std::os::unix::fs::PermissionsExt;
        self.write(path, content);
        fs::set_permissions(self.path(path), fs::Permissions::from_mode(0o755)).expect("permissions can be set");
        self
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("the file can be read")
    }

    pub(crate) fn remove(&self, path: &str) -> &Self {
        fs::remove_file(self.path(path)).expect("the file can be removed");
        self
    }

    /// Stages all that the work tree holds.
    pub(crate) fn stage(&self) -> &Self {
        self.git(&["add", "--all"]);
        self
    }

    /// Stages all and commits it on this day, past every hook; gives the commit's id.
    pub(crate) fn commit(&self, day: &str) -> String {
        self.stage();
        let mut command = self.command(
            "git",
            &[
                "commit",
                "--quiet",
                "--no-verify",
                "--allow-empty",
                "--message=Articles",
            ],
        );
        dated(&mut command, day);
        let run = Run::new(&command.output().expect("git runs"));
        assert_eq!(run.code, 0, "git commit: {run}");
        self.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    /// Runs git, which must succeed; gives its standard output.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let run = self.try_git(arguments);
        assert_eq!(run.code, 0, "git {arguments:?}: {run}");
        run.stdout
    }

    pub(crate) fn try_git(&self, arguments: &[&str]) -> Run {
        self.run(&mut self.command("git", arguments))
    }

    /// `factlint` with these arguments.
    pub(crate) fn factlint(&self, arguments: &[&str]) -> Run {
        self.run(&mut self.command(FACTLINT, arguments))
    }

    /// `factlint check` with these arguments, on a fixed day.
    pub(crate) fn check(&self, arguments: &[&str]) -> Run {
        self.factlint(&[&["check", "--as-of", TODAY], arguments].concat())
    }

    /// `factlint check --format json`, and its report whatever the exit code.
    #[track_caller]
    pub(crate) fn report(&self, arguments: &[&str]) -> Value {
        self.check(&[&["--format", "json"], arguments].concat()).json()
    }

    /// A child of this repository: its environment is made, not inherited.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(&self.top)
            .stdin(Stdio::null())
            .env_clear();
        for name in KEPT {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
            .env("HOME", self.root.path().join("home"))
            .env("XDG_CONFIG_HOME", self.root.path().join("home"))
            .env("XDG_CACHE_HOME", self.root.path().join("home"))
            .env("LC_ALL", "C")
            .env("TZ", "UTC")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CEILING_DIRECTORIES", self.root.path());
        for role in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{role}_NAME"), "Odile Ferrand")
                .env(format!("GIT_{role}_EMAIL"), "odile@example.org");
        }
        command
    }

    pub(crate) fn run(&self, command: &mut Command) -> Run {
        Run::new(&command.output().expect("the program runs"))
    }

    /// Every file below the top, `.git` included, with its bytes.
    pub(crate) fn everything(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.top.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("the folder can be listed") {
                let path = entry.expect("the entry can be read").path();
                // The ledger is kept beside what Git keeps.
                if path.ends_with(".git/factlint") {
                    continue;
                }
                let kind = fs::symlink_metadata(&path).expect("the entry has metadata").file_type();
                if kind.is_dir() {
                    found.insert(path.clone(), Vec::new());
                    folders.push(path);
                } else if kind.is_symlink() {
                    let target = fs::read_link(&path).expect("the link can be read");
                    found.insert(path, target.into_os_string().into_encoded_bytes());
                } else {
                    let bytes = fs::read(&path).expect("the file can be read");
                    found.insert(path, bytes);
                }
            }
        }
        found
    }
}

/// Sets the author's and the committer's moment to noon of a day.
pub(crate) fn dated<'c>(command: &'c mut Command, day: &str) -> &'c mut Command {
    let moment = format!("{day}T12:00:00+0000");
    command
        .env("GIT_AUTHOR_DATE", &moment)
        .env("GIT_COMMITTER_DATE", moment)
}

/// The findings of a report.
pub(crate) fn findings(report: &Value) -> &[Value] {
    report["findings"].as_array().map_or(&[], Vec::as_slice)
}

/// The codes of a report's findings, in their order.
pub(crate) fn codes(report: &Value) -> Vec<&str> {
    findings(report)
        .iter()
        .filter_map(|finding| finding["code"].as_str())
        .collect()
}
