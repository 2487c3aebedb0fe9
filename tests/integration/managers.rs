//! Hook managers: the real ones run factlint on real commits, merges and pushes. A test whose manager is
//! not installed says so and passes.
#![cfg(unix)]

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::support::{FACTLINT, Repo, Run, TODAY, dated};

pub(crate) const ESTABLISHED: &str =
    "# Quillmoor Rail\n\nQuillmoor Rail was founded in 1987 in the north of the county, and it runs on time.\n";
pub(crate) const CONTRADICTING: &str =
    "# A short history\n\nIn the valley, Quillmoor Rail was founded in 1991 by the sons of a miller.\n";
pub(crate) const AGREEING: &str =
    "# A short history\n\nIn the valley, Quillmoor Rail was founded in 1987 by the sons of a miller.\n";
pub(crate) const QUIET: &str = "Nothing new to this day in the valley.\n";

pub(crate) const OLD: &str = "articles/quillmoor.md";
pub(crate) const NEW: &str = "articles/history.md";
pub(crate) const OTHER: &str = "articles/quiet.md";

pub(crate) const CONFIG: &str = ".pre-commit-config.yaml";
const FOUND: &str = "error[founding-date]";
/// Every hook that factlint has something to say in.
const ALL_HOOKS: [&str; 6] = [
    "--hook-type",
    "pre-commit",
    "--hook-type",
    "pre-merge-commit",
    "--hook-type",
    "pre-push",
];

// --- Set-up

fn is_installed(repo: &Repo, manager: &str) -> bool {
    let found = repo.command(manager, &["--version"]).output().is_ok();
    if !found {
        eprintln!("skipped: {manager} is not installed");
    }
    found
}

/// PATH, and before it a folder that holds the program under test as `factlint`.
fn path_with_factlint(repo: &Repo) -> OsString {
    let folder = repo.beside("bin");
    if !folder.exists() {
        fs::create_dir(&folder).expect("a folder can be made");
        symlink(FACTLINT, folder.join("factlint")).expect("a link can be made");
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder).chain(std::env::split_paths(&path));
    std::env::join_paths(folders).expect("the folders can stand in PATH")
}

/// A program that finds `factlint`, on a fixed day.
pub(crate) fn run(repo: &Repo, program: &str, arguments: &[&str]) -> Run {
    run_in(repo, repo.top(), program, arguments)
}

pub(crate) fn run_in(repo: &Repo, folder: &Path, program: &str, arguments: &[&str]) -> Run {
    let mut command = repo.command(program, arguments);
    command.env("PATH", path_with_factlint(repo)).current_dir(folder);
    repo.run(dated(&mut command, TODAY))
}

pub(crate) fn commit(repo: &Repo, arguments: &[&str]) -> Run {
    run(
        repo,
        "git",
        &[&["commit", "--quiet", "--message=A change"], arguments].concat(),
    )
}

pub(crate) fn push(repo: &Repo, arguments: &[&str]) -> Run {
    run(repo, "git", &[&["push"], arguments].concat())
}

/// A bare repository beside, called `origin`.
pub(crate) fn add_origin(repo: &Repo) {
    let remote = repo.beside("remote.git");
    let name = remote.to_str().expect("the path is UTF-8");
    repo.git(&["init", "--quiet", "--bare", "--initial-branch=main", name]);
    repo.git(&["remote", "add", "origin", name]);
}

pub(crate) fn push_unchecked(repo: &Repo, branch: &str) {
    repo.git(&["push", "--quiet", "--no-verify", "origin", branch]);
}

/// Git refused, and each contradiction was told once.
#[track_caller]
pub(crate) fn assert_refused(run: &Run) {
    assert_ne!(run.code, 0, "{run}");
    assert_eq!(run.said().matches(FOUND).count(), 1, "{run}");
}

#[track_caller]
pub(crate) fn assert_passes(run: &Run, said: &str) {
    assert_eq!(run.code, 0, "{run}");
    assert!(run.said().contains(said), "no \"{said}\": {run}");
    assert!(!run.said().contains(FOUND), "{run}");
}

/// Our manifest, as it is shipped but for the build: it runs the program under test.
fn manifest() -> String {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    let text = fs::read_to_string(shipped).expect("the manifest can be read");
    text.replace("language: rust", "language: system")
        .replace("entry: factlint ", &format!("entry: {FACTLINT} "))
}

/// A repository whose hooks come from our own manifest; none where the manager is not installed.
pub(crate) fn managed(manager: &str, files: &[(&str, &str)]) -> Option<Repo> {
    configured(manager, "", files)
}

fn configured(manager: &str, option: &str, files: &[(&str, &str)]) -> Option<Repo> {
    let repo = Repo::holding(files);
    if !is_installed(&repo, manager) {
        return None;
    }
    let hooks = repo.beside("hooks");
    fs::create_dir(&hooks).expect("a folder can be made");
    fs::write(hooks.join(".pre-commit-hooks.yaml"), manifest()).expect("the file can be written");
    let in_hooks = |arguments: &[&str]| run_in(&repo, &hooks, "git", arguments).ended(0).stdout;
    in_hooks(&["init", "--quiet"]);
    in_hooks(&["add", "--all"]);
    in_hooks(&["commit", "--quiet", "--message=Hooks"]);
    let (folder, rev) = (hooks.display(), in_hooks(&["rev-parse", "HEAD"]));
    let config = format!(
        "default_install_hook_types: [pre-commit, pre-merge-commit, pre-push]\nrepos:\n  - repo: {folder}\n    \
         rev: {rev}    hooks:\n      - id: factlint\n{option}      - id: factlint-rules\n"
    );
    repo.write(CONFIG, config).commit("2026-02-01");
    run(&repo, manager, &["install"]).ended(0);
    Some(repo)
}

/// Both sides of a merge are free of contradictions, and contradict each other; they conflict in a
/// third file.
fn two_sides(manager: &str, conflicted: &str) -> Option<Repo> {
    let repo = managed(manager, &[(OTHER, QUIET), (conflicted, "one\n")])?;
    part(&repo, conflicted);
    Some(repo)
}

fn part(repo: &Repo, conflicted: &str) {
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(NEW, CONTRADICTING).write(conflicted, "two\n");
    repo.commit("2026-02-02");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write(OLD, ESTABLISHED).write(conflicted, "three\n");
    repo.commit("2026-02-03");
}

fn merge(repo: &Repo, arguments: &[&str]) -> Run {
    run(repo, "git", &[&["merge", "--no-ff", "--no-edit"], arguments].concat())
}

/// Each of these tests runs under pre-commit and under prek.
macro_rules! under_both {
    ($($test:ident)*) => {
        mod pre_commit {
            $(#[test] fn $test() { super::$test("pre-commit"); })*
        }
        mod prek {
            $(#[test] fn $test() { super::$test("prek"); })*
        }
    };
}

under_both! {
    commits_are_checked
    merges_without_conflicts_are_checked
    merges_with_conflicts_are_checked_as_a_whole
    pushes_are_checked
    all_that_a_pushed_branch_brings_is_checked
    what_the_remote_has_is_not_told_to_who_pushes
    files_that_are_named_are_audited_once
    split_lists_of_files_tell_each_contradiction_once
    split_merges_tell_each_contradiction
    rules_and_configuration_are_tested_when_they_change
    the_manifest_is_valid
    what_install_prints_works
}

// --- pre-commit and prek, by our manifest

fn commits_are_checked(manager: &str) {
    let Some(repo) = managed(manager, &[(OLD, ESTABLISHED)]) else {
        return;
    };
    repo.write(NEW, CONTRADICTING).stage();
    assert_refused(&commit(&repo, &[]));
    repo.write(NEW, AGREEING).stage();
    // `verbose: true` shows the scope line though the hook passes.
    assert_passes(
        &commit(&repo, &[]),
        "checked 1 changed article (1 claim) against 1 fact in 1 article (staged",
    );
    repo.write(NEW, CONTRADICTING);
    assert_refused(&commit(&repo, &["--all"]));
    repo.write(OTHER, QUIET).stage();
    assert_passes(&commit(&repo, &["--", OTHER]), "checked 1 changed article");
    assert_refused(&commit(&repo, &["--", NEW]));
    repo.git(&["checkout", "--quiet", "HEAD", NEW]);
    repo.git(&["rm", "--quiet", NEW]);
    // No file is left to name, and the hook runs.
    assert_passes(&commit(&repo, &[]), "(staged, as of 2026-02-20)");
    assert_passes(&commit(&repo, &["--allow-empty"]), "nothing to check");
    repo.write(NEW, CONTRADICTING).stage();
    let mut command = repo.command("git", &["commit", "--quiet", "--message=On purpose"]);
    assert_passes(&repo.run(command.env("FACTLINT", "0")), "skipped (FACTLINT=0)");
}

fn merges_without_conflicts_are_checked(manager: &str) {
    let Some(repo) = managed(manager, &[(OTHER, QUIET)]) else {
        return;
    };
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(NEW, CONTRADICTING).commit("2026-02-02");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write(OLD, ESTABLISHED).commit("2026-02-03");
    assert_refused(&merge(&repo, &["side"]));
    // The merge is still going on: the next commit would end it.
    assert_refused(&commit(&repo, &[]));
    repo.git(&["merge", "--abort"]);
    repo.git(&["merge", "--quiet", "--no-commit", "--no-ff", "side"]);
    assert_refused(&commit(&repo, &[]));
    repo.write(NEW, AGREEING).stage();
    assert_passes(&commit(&repo, &[]), "no contradiction found");
    assert_eq!(repo.git(&["rev-list", "--merges", "--count", "HEAD"]), "1\n");
}

/// The manager names the files that conflicted only.
fn merges_with_conflicts_are_checked_as_a_whole(manager: &str) {
    for conflicted in ["src/main.c", "articles/index.md"] {
        let Some(repo) = two_sides(manager, conflicted) else {
            return;
        };
        let stopped = merge(&repo, &["side"]);
        assert!(stopped.said().contains("CONFLICT"), "{stopped}");
        repo.write(conflicted, "two and three\n");
        repo.git(&["add", conflicted]);
        assert_refused(&commit(&repo, &[]));
        repo.write(NEW, AGREEING).stage();
        assert_passes(&commit(&repo, &[]), "no contradiction found");
    }
}

fn pushes_are_checked(manager: &str) {
    let Some(repo) = managed(manager, &[(OLD, ESTABLISHED)]) else {
        return;
    };
    add_origin(&repo);
    assert_passes(&push(&repo, &["origin", "main"]), "checked 1 changed article");
    repo.write(NEW, CONTRADICTING).commit("2026-02-03");
    assert_refused(&push(&repo, &["origin", "main"]));
    // Neither branch is checked out, and the file is not in the work tree.
    repo.git(&["checkout", "--quiet", "-b", "good", "HEAD~1"]);
    assert_refused(&push(&repo, &["origin", "main"]));
    assert_refused(&push(&repo, &["origin", "main:another"]));
    repo.write(NEW, AGREEING).commit("2026-02-03");
    assert_passes(&push(&repo, &["origin", "good"]), "no contradiction found");
    repo.git(&["remote", "set-url", "origin", "../again.git"]);
    let again = repo.beside("again.git");
    repo.git(&["init", "--quiet", "--bare", again.to_str().expect("the path is UTF-8")]);
    repo.git(&["update-ref", "-d", "refs/remotes/origin/main"]);
    repo.git(&["update-ref", "-d", "refs/remotes/origin/good"]);
    repo.git(&["checkout", "--quiet", "main"]);
    assert_refused(&push(&repo, &["origin", "main"]));
}

/// Managers leave out names that the work tree does not hold, and say nothing of it.
fn all_that_a_pushed_branch_brings_is_checked(manager: &str) {
    let Some(repo) = managed(manager, &[(OLD, ESTABLISHED), (OTHER, QUIET)]) else {
        return;
    };
    add_origin(&repo);
    push_unchecked(&repo, "main");
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(NEW, CONTRADICTING)
        .write(OTHER, format!("{QUIET}\nNor today.\n"));
    repo.commit("2026-02-03");
    repo.git(&["checkout", "--quiet", "main"]);
    assert_refused(&push(&repo, &["origin", "side"]));
    repo.git(&["checkout", "--quiet", "side"]);
    repo.git(&["rm", "--quiet", NEW]);
    assert_refused(&push(&repo, &["origin", "side"]));
}

/// A branch that took in `main` brings nothing of what `main` already has on the remote.
fn what_the_remote_has_is_not_told_to_who_pushes(manager: &str) {
    let Some(repo) = managed(manager, &[(OTHER, QUIET)]) else {
        return;
    };
    add_origin(&repo);
    assert_own_changes_alone_are_pushed(&repo);
}

pub(crate) fn assert_own_changes_alone_are_pushed(repo: &Repo) {
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write("articles/side.md", QUIET).commit("2026-02-02");
    push_unchecked(repo, "side");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write(OLD, ESTABLISHED)
        .write(NEW, CONTRADICTING)
        .commit("2026-02-03");
    push_unchecked(repo, "main");
    repo.git(&["checkout", "--quiet", "side"]);
    assert_passes(&merge(repo, &["main"]), "");
    assert_passes(&push(repo, &["origin", "side"]), "");
}

fn files_that_are_named_are_audited_once(manager: &str) {
    let files = [(OLD, ESTABLISHED), (NEW, CONTRADICTING), (OTHER, QUIET)];
    let Some(repo) = managed(manager, &files) else { return };
    for arguments in [
        &["run", "--all-files"][..],
        &["run", "--files", OLD, NEW],
        &["run", "--files", OLD],
        &["run", "--all-files", "--hook-stage", "manual"],
    ] {
        assert_refused(&run(&repo, manager, arguments));
    }
    // Its only contradiction is told at a file that was not named.
    let one = run(&repo, manager, &["run", "--files", NEW]).ended(1);
    assert!(one.said().contains("told at the other file"), "{one}");
    assert!(!one.said().contains("no contradiction found"), "{one}");
    assert_passes(&run(&repo, manager, &["run", "--files", OTHER]), "checked 1 article ");
    assert_passes(&run(&repo, manager, &["run"]), "nothing to check");
}

const PARALLEL: &str = "        require_serial: false\n";

/// Where pre-commit runs several processes: without `require_serial`, and with long lists even so.
fn split_lists_of_files_tell_each_contradiction_once(manager: &str) {
    let Some(repo) = configured(manager, PARALLEL, &[(OLD, ESTABLISHED)]) else {
        return;
    };
    add_origin(&repo);
    for number in 0..12 {
        repo.write(&format!("articles/quiet-{number}.md"), QUIET);
    }
    repo.write(NEW, CONTRADICTING).stage();
    assert_refused(&commit(&repo, &[]));
    repo.commit("2026-02-03");
    assert_refused(&run(&repo, manager, &["run", "--all-files"]));
    assert_refused(&push(&repo, &["origin", "main"]));
    repo.git(&["push", "--quiet", "--no-verify", "origin", "HEAD~1:refs/heads/main"]);
    assert_refused(&push(&repo, &["origin", "main"]));

    let Some(repo) = managed(manager, &[(OLD, ESTABLISHED)]) else {
        return;
    };
    let deep = ["x".repeat(200).as_str(); 3].join("/");
    for number in 0..240 {
        repo.write(&format!("articles/{deep}/{number}.md"), QUIET);
    }
    repo.write(NEW, CONTRADICTING).stage();
    assert_refused(&commit(&repo, &[]));
    repo.commit("2026-02-03");
    assert_refused(&run(&repo, manager, &["run", "--all-files"]));
}

fn split_merges_tell_each_contradiction(manager: &str) {
    let Some(repo) = configured(manager, PARALLEL, &[(OTHER, QUIET)]) else {
        return;
    };
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    for number in 0..12 {
        repo.write(&format!("articles/quiet-{number}.md"), QUIET);
    }
    repo.write(NEW, CONTRADICTING).commit("2026-02-02");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write(OLD, ESTABLISHED).commit("2026-02-03");
    // In a merge names say nothing, so that each process tells all.
    let run = merge(&repo, &["side"]);
    assert_ne!(run.code, 0, "{run}");
    assert!(run.said().contains("error[founding-date]"), "{run}");
}

const RULE: &str = "id = \"turbines\"\nsummary = \"How many turbines a wind farm has\"\nvalue = \"count\"\n\
    nouns.en = [\"turbine\"]\ntriggers.en = [\"has\", \"operate\"]\n\n[[example]]\n\
    established = \"Harrow Moor has 14 turbines.\"\nchange = \"Harrow Moor operates 17 turbines.\"\n\
    verdict = \"contradiction\"\n";

fn rules_and_configuration_are_tested_when_they_change(manager: &str) {
    let Some(repo) = managed(manager, &[(OLD, ESTABLISHED)]) else {
        return;
    };
    let of_rules = |run: &Run| {
        let said = run.said();
        let line = said.lines().find(|line| line.starts_with("factlint rules"));
        let line = line.unwrap_or_else(|| panic!("the hook is not named: {run}"));
        line.rsplit(['.', ')']).next().unwrap_or_default().to_owned()
    };
    repo.write("factlint.toml", "rules = [\"rules/*.toml\"]\n")
        .write("rules/turbines.toml", RULE)
        .stage();
    let good = commit(&repo, &[]);
    assert_eq!((good.code, of_rules(&good).as_str()), (0, "Passed"), "{good}");
    repo.write("rules/turbines.toml", RULE.replace("17", "14")).stage();
    let failing = commit(&repo, &[]);
    assert_eq!((failing.code, of_rules(&failing).as_str()), (1, "Failed"), "{failing}");
    assert!(failing.said().contains("missing turbines"), "{failing}");
    repo.write("rules/turbines.toml", RULE)
        .write("factlint.toml", "rulez = 1\n")
        .stage();
    let mistaken = commit(&repo, &[]);
    assert_eq!(
        (mistaken.code, of_rules(&mistaken).as_str()),
        (1, "Failed"),
        "{mistaken}"
    );
    assert!(mistaken.said().contains("unknown key `rulez`"), "{mistaken}");
    repo.git(&["reset", "--quiet", "--hard"]);
    repo.write(OTHER, QUIET).stage();
    let other = commit(&repo, &[]);
    assert_eq!((other.code, of_rules(&other).as_str()), (0, "Skipped"), "{other}");
}

fn the_manifest_is_valid(manager: &str) {
    let repo = Repo::without_git();
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/.pre-commit-hooks.yaml");
    if is_installed(&repo, manager) {
        run(&repo, manager, &["validate-manifest", shipped]).ended(0);
    }
}

/// What `factlint install` prints to be put into a configuration.
#[track_caller]
pub(crate) fn snippet(repo: &Repo, arguments: &[&str]) -> String {
    let run = repo.factlint(&[&["install"], arguments].concat()).ended(0);
    let (_, text) = run.stdout.split_once(":\n\n").unwrap_or_else(|| panic!("{run}"));
    let end = text.find("In this clone ").unwrap_or(text.len());
    let end = text[..end].rfind("\n\n").map_or(end, |at| at + 1);
    text[..end].to_owned()
}

fn what_install_prints_works(manager: &str) {
    let repo = Repo::holding(&[(OLD, ESTABLISHED), (CONFIG, "repos:\n")]);
    if !is_installed(&repo, manager) {
        return;
    }
    let config = format!("repos:\n{}", snippet(&repo, &[]));
    repo.write(CONFIG, config).commit("2026-02-01");
    run(&repo, manager, &[&["install"], &ALL_HOOKS[..]].concat()).ended(0);
    let run = repo.factlint(&["doctor"]).ended(0);
    assert!(run.stdout.contains(&format!("by {manager}\n")), "{run}");
    repo.write(NEW, CONTRADICTING).stage();
    assert_refused(&commit(&repo, &[]));
}

#[test]
fn what_install_prints_works_in_toml() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED), ("prek.toml", "")]);
    if !is_installed(&repo, "prek") {
        return;
    }
    repo.write("prek.toml", snippet(&repo, &[])).commit("2026-02-01");
    run(&repo, "prek", &[&["install"], &ALL_HOOKS[..]].concat()).ended(0);
    repo.write(NEW, CONTRADICTING).stage();
    assert_refused(&commit(&repo, &[]));
}

/// The hook runs in the folder of such a project, and Git's variables are meant for the top.
#[test]
fn a_project_inside_a_repository_is_checked() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED), (CONFIG, "repos: []\n")]);
    if !is_installed(&repo, "prek") {
        return;
    }
    let hook = format!("{{id: factlint, name: factlint, language: system, entry: {FACTLINT} hook, always_run: true}}");
    let config = format!("repos:\n  - repo: local\n    hooks:\n      - {hook}\n");
    repo.write(&format!("sub/{CONFIG}"), config).commit("2026-02-01");
    run(&repo, "prek", &["install"]).ended(0);
    repo.write("sub/history.md", CONTRADICTING).stage();
    assert_refused(&commit(&repo, &[]));
}

// --- lefthook

const LEFTHOOK_PUSH: &str = "pre-push:\n  jobs:\n    - name: factlint\n      use_stdin: true\n      run: factlint hook \
    --stage pre-push --remote {1}\n";

#[test]
fn lefthook_checks_commits_merges_and_pushes() {
    let repo = Repo::holding(&[(OTHER, QUIET), ("lefthook.yml", "")]);
    if !is_installed(&repo, "lefthook") {
        return;
    }
    let config = format!("{}{LEFTHOOK_PUSH}", snippet(&repo, &[]));
    repo.write("lefthook.yml", config).commit("2026-02-01");
    run(&repo, "lefthook", &["install"]).ended(0);
    let doctor = repo.factlint(&["doctor"]).ended(0);
    assert!(doctor.stdout.contains("lefthook (lefthook.yml), installed"), "{doctor}");
    part(&repo, "articles/index.md");
    repo.write("articles/third.md", CONTRADICTING).stage();
    assert_refused(&commit(&repo, &[]));
    repo.write("articles/third.md", AGREEING).stage();
    assert_passes(&commit(&repo, &[]), "checked 1 changed article");
    repo.git(&["rm", "--quiet", "articles/third.md"]);
    assert_passes(&commit(&repo, &[]), "(staged");

    let stopped = merge(&repo, &["side"]);
    assert!(stopped.said().contains("CONFLICT"), "{stopped}");
    repo.write("articles/index.md", QUIET);
    repo.git(&["add", "articles/index.md"]);
    assert_refused(&commit(&repo, &[]));
    repo.git(&["merge", "--abort"]);
    repo.git(&["rm", "--quiet", "articles/index.md"]);
    repo.commit("2026-02-04");
    repo.git(&["checkout", "--quiet", "side"]);
    repo.git(&["rm", "--quiet", "articles/index.md"]);
    repo.commit("2026-02-04");
    repo.git(&["checkout", "--quiet", "main"]);
    assert_refused(&merge(&repo, &["side"]));
    repo.git(&["merge", "--abort"]);

    add_origin(&repo);
    assert_passes(&push(&repo, &["origin", "main"]), "push of");
    repo.write(NEW, CONTRADICTING).commit("2026-02-05");
    assert_refused(&push(&repo, &["origin", "main"]));
    assert_refused(&push(&repo, &["origin", "main:another"]));
    repo.write(NEW, AGREEING).commit("2026-02-06");
    assert_passes(&push(&repo, &["origin", "main"]), "(push of ");
}

/// A job may run in a folder of its own.
#[test]
fn a_lefthook_job_below_the_top_is_checked() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED), ("sub/quiet.md", QUIET)]);
    if !is_installed(&repo, "lefthook") {
        return;
    }
    let job =
        "pre-commit:\n  jobs:\n    - name: factlint\n      root: sub/\n      run: factlint hook --stage pre-commit\n";
    repo.write("lefthook.yml", job).commit("2026-02-01");
    run(&repo, "lefthook", &["install"]).ended(0);
    repo.write("sub/history.md", CONTRADICTING).stage();
    assert_refused(&commit(&repo, &[]));
}
