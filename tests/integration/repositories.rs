//! Repositories and indexes of every kind that Git makes: each is read right or refused in one line.

use std::fs;
use std::thread;

use crate::newsroom::{CONTRADICTING, ESTABLISHED, NEW, OLD, newsroom};
use crate::support::{FACTLINT, Repo, TODAY, codes, findings};

fn started_with(arguments: &[&str]) -> Repo {
    let repo = Repo::without_git();
    repo.git(&[&["init", "--quiet", "--initial-branch=main"], arguments].concat());
    repo
}

#[track_caller]
fn assert_found(repo: &Repo, arguments: &[&str]) {
    let run = repo.check(arguments);
    assert_eq!(run.code, 1, "{run}");
    assert_eq!(codes(&repo.report(arguments)), ["founding-date"]);
}

#[test]
fn object_ids_of_both_lengths() {
    let repo = started_with(&["--object-format=sha256"]);
    repo.write(OLD, ESTABLISHED);
    let commit = repo.commit("2026-02-01");
    assert_eq!(commit.len(), 64);
    repo.write(NEW, CONTRADICTING).stage();
    assert_found(&repo, &["--staged"]);
    assert_eq!(
        findings(&repo.report(&["--staged"]))[0]["established"][0]["commit"],
        commit
    );
}

#[test]
fn references_that_cannot_be_read_are_refused() {
    let repo = Repo::without_git();
    if repo.try_git(&["init", "--quiet", "--ref-format=reftable"]).code != 0 {
        eprintln!("skipped: this Git knows no reftable");
        return;
    }
    repo.write(OLD, ESTABLISHED).commit("2026-02-01");
    let run = repo.check(&["--staged"]).ended(2);
    assert_eq!(run.stderr.lines().count(), 1, "{run}");
    assert!(run.stderr.contains("reftable"), "{run}");
}

#[test]
fn what_a_partial_clone_lacks_is_an_error() {
    let repo = newsroom();
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let clone = repo.beside("partial");
    let origin = format!("file://{}", repo.top().display());
    repo.git(&[
        "clone",
        "--quiet",
        "--no-checkout",
        "--filter=blob:none",
        &origin,
        clone.to_str().expect("the path is UTF-8"),
    ]);
    let run = repo
        .run(repo.command(FACTLINT, &["check", "--all"]).current_dir(&clone))
        .ended(2);
    assert_eq!(run.stderr.lines().count(), 1, "{run}");
    assert!(run.stderr.contains("partial clone"), "{run}");
}

#[test]
fn blobs_are_read_as_they_are_stored() {
    let repo = newsroom();
    repo.git(&["config", "core.autocrlf", "true"]);
    repo.write(NEW, CONTRADICTING.replace('\n', "\r\n")).stage();
    let stored = repo.git(&["cat-file", "blob", &format!(":{NEW}")]);
    assert!(!stored.contains('\r'));
    let report = repo.report(&["--staged"]);
    let claim = &findings(&report)[0]["claim"];
    let at = |end: &str| {
        claim["span"][end]
            .as_u64()
            .and_then(|at| usize::try_from(at).ok())
            .expect("a span has ends")
    };
    assert_eq!(&stored[at("start")..at("end")], "1991");
    // A filter would write; none is run.
    let repo = newsroom();
    repo.write(".gitattributes", "*.md filter=shout\n").commit("2026-02-02");
    repo.git(&["config", "filter.shout.clean", "touch shouted; cat"]);
    repo.git(&["config", "filter.shout.smudge", "touch shouted; cat"]);
    repo.write(NEW, CONTRADICTING);
    assert_found(&repo, &[]);
    assert!(!repo.path("shouted").exists());
}

#[test]
fn a_file_that_is_only_meant_to_be_added_is_not_staged() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING);
    repo.git(&["add", "--intent-to-add", NEW]);
    repo.check(&["--staged"]).ended(0);
    assert_found(&repo, &[]);
}

#[test]
fn paths_may_hold_spaces_and_accents() {
    let repo = newsroom();
    repo.write("articles/d'été à Évreux/une année.md", CONTRADICTING)
        .stage();
    let report = repo.report(&["--staged"]);
    assert_eq!(
        findings(&report)[0]["claim"]["path"],
        "articles/d'été à Évreux/une année.md"
    );
    assert_found(&repo, &["--staged", "articles/d'été à Évreux"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_path_that_is_no_text_is_told() {
    use std::os::unix::ffi::OsStrExt;
    let repo = newsroom();
    let name = std::ffi::OsStr::from_bytes(b"articles/caf\xe9.md");
    fs::write(repo.top().join(name), CONTRADICTING).expect("the file can be written");
    repo.stage();
    let run = repo.check(&["--staged"]);
    assert!(run.said().contains("caf"), "{run}");
    assert!(run.code != 0 || !run.stdout.contains("no contradiction found"), "{run}");
}

#[test]
fn the_environment_may_name_the_repository() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).stage();
    let elsewhere = repo.beside("elsewhere");
    fs::create_dir(&elsewhere).expect("a folder can be made");
    let mut command = repo.command(FACTLINT, &["check", "--staged", "--as-of", TODAY]);
    command
        .current_dir(&elsewhere)
        .env("GIT_DIR", repo.path(".git"))
        .env("GIT_WORK_TREE", repo.top());
    repo.run(&mut command).ended(1);
}

#[test]
fn another_index_may_be_named() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING);
    let index = repo.beside("index");
    fs::copy(repo.path(".git/index"), &index).expect("the index can be copied");
    let mut add = repo.command("git", &["add", "--all"]);
    assert_eq!(repo.run(add.env("GIT_INDEX_FILE", &index)).code, 0);
    repo.check(&["--staged"]).ended(0);
    let mut command = repo.command(FACTLINT, &["check", "--staged", "--as-of", TODAY]);
    repo.run(command.env("GIT_INDEX_FILE", &index)).ended(1);
}

#[test]
fn a_detached_head_and_packed_objects_are_read() {
    let repo = newsroom();
    repo.git(&["checkout", "--quiet", "--detach"]);
    repo.git(&["gc", "--quiet"]);
    repo.write(NEW, CONTRADICTING).stage();
    assert_found(&repo, &["--staged"]);
}

#[test]
fn a_change_of_mode_alone_changes_nothing() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).commit("2026-02-03");
    repo.git(&["update-index", "--chmod=+x", NEW]);
    repo.check(&["--staged"]).ended(0);
}

#[test]
fn several_runs_at_once_say_the_same() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).stage();
    let arguments = ["--staged", "--format", "json"];
    let alone = repo.check(&arguments).stdout;
    thread::scope(|scope| {
        let runs: Vec<_> = (0..6).map(|_| scope.spawn(|| repo.check(&arguments))).collect();
        for run in runs {
            let run = run.join().expect("the run does not panic");
            assert_eq!(run.stdout, alone, "{run}");
        }
    });
}

#[test]
fn an_established_sentence_keeps_the_commit_that_brought_it() {
    let repo = newsroom();
    let first = repo.git(&["rev-parse", "HEAD"]);
    // Lines above it come later, and so does a new name.
    repo.write(OLD, format!("A line above.\n\n{ESTABLISHED}"))
        .commit("2026-02-02");
    repo.git(&["mv", OLD, "articles/rail.md"]);
    repo.commit("2026-02-03");
    repo.write(NEW, CONTRADICTING).stage();
    let report = repo.report(&["--staged"]);
    let side = &findings(&report)[0]["established"][0];
    assert_eq!(side["path"], "articles/rail.md");
    assert_eq!(side["commit"], first.trim());
    assert_eq!(side["date"], "2026-02-01");
}
