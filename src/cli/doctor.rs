//! `factlint doctor`: what is installed, which hooks run, what they read, and what is wrong.

use std::env;
use std::fmt::Write as _;
use std::path::Path;

use super::check::current_directory;
use super::hook_manager::{HOOKS, HookManager, Managed, managers, speaks_of_factlint, text_of};
use super::install::{is_ours, is_own, kept};
use super::{CliError, Exit, print};
use crate::check::{Files, Judge, load_judge};
use crate::diagnostic::Tongue;
use crate::git::{EntryKind, Repository, Snapshot};
use crate::report::counted;
use crate::rule::Examples;
use crate::source::Sources;

/// What passes unseen without each of the hooks.
const UNSEEN: [&str; 3] = [
    "commits are not checked",
    "merges without conflicts are not checked",
    "what no other hook saw is not checked before it is pushed",
];

/// Variables of Git by which a run may look elsewhere than it seems.
const VARIABLES: [&str; 6] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
];

/// What was found, line by line, and what is wrong with it.
#[derive(Default)]
struct Report {
    lines: String,
    problems: Vec<String>,
}

impl Report {
    fn line(&mut self, name: &str, text: impl std::fmt::Display) {
        let _ = writeln!(self.lines, "{name:<18} {text}");
    }

    fn problem(&mut self, text: impl Into<String>) {
        self.problems.push(text.into());
    }
}

pub(super) fn run() -> Result<Exit, CliError> {
    let mut report = Report::default();
    let program = env::current_exe().map_or_else(|_| "?".to_owned(), |path| path.display().to_string());
    report.line("factlint", format!("{} ({program})", env!("CARGO_PKG_VERSION")));
    match Repository::discover(&current_directory()?) {
        Ok(repository) => look_at(&repository, &mut report),
        Err(error) => report.problem(error.to_string()),
    }
    let mut text = report.lines;
    match report.problems.as_slice() {
        [] => text.push_str("\nnothing is wrong\n"),
        problems => {
            let _ = writeln!(
                text,
                "\n{} to look at:",
                counted("count-things", problems.len(), Tongue::English)
            );
            for problem in problems {
                let _ = writeln!(text, "  - {problem}");
            }
        }
    }
    print(&text)?;
    Ok(if report.problems.is_empty() {
        Exit::Clean
    } else {
        Exit::Found
    })
}

fn look_at(repository: &Repository, report: &mut Report) {
    match repository.work_tree() {
        Some(top) => report.line("work tree", top.display()),
        None => report.line(
            "work tree",
            "none: a bare repository (`check --from-ref A --to-ref B` works)",
        ),
    }
    report.line("git directory", repository.git_dir().display());
    if repository.common_dir() != repository.git_dir() {
        report.line("shared with", repository.common_dir().display());
    }
    for name in VARIABLES {
        if let Some(value) = env::var_os(name) {
            report.line("environment", format!("{name}={}", value.display()));
            if name.contains("OBJECT") {
                report.problem(format!(
                    "{name} is set, and factlint does not read it: new objects may be missing"
                ));
            }
        }
    }
    if env::var_os("FACTLINT").is_some_and(|value| value == "0") {
        report.problem("FACTLINT=0 is set: every hook is skipped");
    }
    head(repository, report);
    if repository.work_tree().is_some() {
        index(repository, report);
        judge(repository, report);
        hooks(repository, report);
    }
}

fn head(repository: &Repository, report: &mut Report) {
    match repository.head() {
        Ok(head) => match head.commit_id() {
            Some(id) => report.line("HEAD", id),
            None => report.line("HEAD", "no commit yet"),
        },
        Err(error) => report.problem(error.to_string()),
    }
    match repository.merge_parents() {
        Ok(parents) if !parents.is_empty() => {
            let names: Vec<&str> = parents
                .iter()
                .filter_map(|parent| Some(parent.commit_id()?.short()))
                .collect();
            report.line("merging", names.join(", "));
        }
        Ok(_) => {}
        Err(error) => report.problem(error.to_string()),
    }
    if repository.is_shallow() {
        report.line("history", "cut off: a shallow clone");
        report.problem(
            "this clone is shallow: `check --base` may miss where a branch began, and sentences may be older than the commit that is named; `git fetch --unshallow` mends it",
        );
    }
    if repository.has_grafts() {
        report.problem("info/grafts changes history and is not read: `git replace --convert-graft-file` mends it");
    }
}

fn index(repository: &Repository, report: &mut Report) {
    match repository.entries(&Snapshot::Index) {
        Ok(listing) => {
            report.line(
                "index",
                format!(
                    "{} ({})",
                    repository.index_path().display(),
                    counted("count-files", listing.entries.len(), Tongue::English)
                ),
            );
            let conflicted = listing
                .entries
                .iter()
                .filter(|entry| entry.kind == EntryKind::Conflicted);
            for entry in conflicted {
                report.problem(format!("{} has an unresolved conflict", entry.path));
            }
            for name in listing.unrepresentable {
                report.problem(format!("the name {name} is not UTF-8: such a file is not read"));
            }
        }
        Err(error) => report.problem(error.to_string()),
    }
}

/// The configuration of the work tree, and what it makes of its files.
fn judge(repository: &Repository, report: &mut Report) {
    let listing = match repository.entries(&Snapshot::WorkTree) {
        Ok(listing) => listing,
        Err(error) => return report.problem(error.to_string()),
    };
    let mut sources = Sources::new();
    let judge: Judge = match load_judge(
        &Files::listed(repository, &Snapshot::WorkTree, &listing),
        Examples::Skip,
        &mut sources,
    ) {
        Ok(judge) => judge,
        Err(error) => return report.problem(error.to_string()),
    };
    let own = judge.config.judging(listing.entries.iter().map(|entry| &entry.path));
    let own: Vec<&str> = own.iter().map(|path| path.as_str()).collect();
    report.line(
        "configuration",
        match own.is_empty() {
            true => "none: the defaults hold".to_owned(),
            false => own.join(", "),
        },
    );
    for mistake in &judge.mistakes {
        let path = &sources.get(mistake.claim.label.location.source).path;
        report.problem(format!("{path}: {}", mistake.message));
    }
    let articles = listing
        .entries
        .iter()
        .filter(|entry| judge.config.articles.contains(&entry.path));
    let articles = articles.count();
    report.line("articles", articles);
    if articles == 0 {
        report.problem("no file is an article: `factlint files --why` tells which setting decided");
    }
}

fn hooks(repository: &Repository, report: &mut Report) {
    let folder = repository.hooks_dir();
    report.line("hooks", folder.display());
    let managed = managers(repository);
    for managed in &managed {
        let (name, config) = (managed.manager.name(), managed.config.display());
        let is_installed = if managed.is_active() {
            "installed"
        } else {
            "not installed in this clone"
        };
        let runs = if managed.names_factlint {
            "runs factlint"
        } else {
            "does not run factlint"
        };
        report.line("hook manager", format!("{name} ({config}), {is_installed}, {runs}"));
    }
    let mut unseen = Vec::new();
    for (name, missing) in HOOKS.into_iter().zip(UNSEEN) {
        let hook = folder.join(name);
        let said = match std::fs::read(&hook) {
            Err(_) => Said::none(format!("none: {missing}")),
            Ok(_) if !is_executable(&hook) => {
                report.problem(format!("{} is not executable: Git does not run it", hook.display()));
                Said::none(format!("not executable: {missing}"))
            }
            Ok(bytes) => said_of(&folder, name, &String::from_utf8_lossy(&bytes), &managed),
        };
        report.line(&format!("  {name}"), &said.text);
        if !said.runs_factlint {
            unseen.push((name, missing));
        }
        let before = folder.join(kept(name));
        if let Some(manager) = HookManager::author_of(&text_of(&before)) {
            report.problem(format!(
                "{} is the script of {}, run by factlint's hook, and breaks when {} is installed again: run `factlint uninstall`, then put factlint into its configuration",
                before.display(),
                manager.name(),
                manager.name()
            ));
        }
    }
    // What is pushed is checked on demand only.
    let needed: Vec<&(&str, &str)> = unseen.iter().filter(|(name, _)| *name != "pre-push").collect();
    let waiting = managed.iter().find(|managed| managed.names_factlint);
    let mend = match waiting {
        Some(managed) => {
            let hooks: Vec<&str> = needed
                .iter()
                .map(|(name, _)| *name)
                .chain(managed.hooks.iter().copied())
                .collect();
            format!("`{}`", managed.activation(&hooks))
        }
        None if is_own(repository, &folder) => {
            "`factlint install` writes them, or says what to add to a hook manager".to_owned()
        }
        None => format!(
            "core.hooksPath leads to {}: add `factlint hook --stage NAME` to the hooks there",
            folder.display()
        ),
    };
    match needed.as_slice() {
        [] => {}
        all if all.len() + 1 == HOOKS.len() => report.problem(format!("no hook runs factlint: {mend}")),
        some => {
            for (name, missing) in some {
                report.problem(format!("{name} does not run factlint: {missing}: {mend}"));
            }
        }
    }
}

/// What is said of a hook, and whether it runs factlint.
struct Said {
    text: String,
    runs_factlint: bool,
}

impl Said {
    fn none(text: String) -> Self {
        Self {
            text,
            runs_factlint: false,
        }
    }
}

fn said_of(folder: &Path, name: &str, script: &str, managed: &[Managed]) -> Said {
    let author = HookManager::author_of(script);
    let by = managed.iter().find(|managed| Some(managed.manager) == author);
    match (author, is_ours(script)) {
        (Some(author), _) => Said {
            text: format!("by {}", author.name()),
            runs_factlint: by.is_some_and(|by| by.names_factlint)
                || is_ours(&text_of(&folder.join(format!("{name}.legacy")))),
        },
        (None, true) => Said {
            text: match folder.join(kept(name)).is_file() {
                true => format!("factlint, after {}", kept(name)),
                false => "factlint".to_owned(),
            },
            runs_factlint: true,
        },
        (None, false) if speaks_of_factlint(script) => Said {
            text: "another program's, which speaks of factlint".to_owned(),
            runs_factlint: true,
        },
        (None, false) => Said::none("another program's".to_owned()),
    }
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(_: &Path) -> bool {
    true
}
