//! What the hook makes of a push, and of names that a manager passes in portions.
#![cfg(unix)]

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::newsroom::{
    AGREEING, CONTRADICTING, ESTABLISHED, INDEX, NEW, OLD, OTHER, OTHER_YEAR, QUIET, assert_one_line,
};
use crate::support::{FACTLINT, Repo, Run, codes, findings};

/// What stands for no commit.
const NONE: &str = "0000000000000000000000000000000000000000";
/// The id of a commit that is nowhere.
const GONE: &str = "1111111111111111111111111111111111111111";

fn id(repo: &Repo, revision: &str) -> String {
    repo.git(&["rev-parse", revision]).trim().to_owned()
}

/// A newsroom whose `main` is on a remote, and a branch `side` that contradicts; it is checked out.
fn ahead() -> Repo {
    let repo = Repo::holding(&[(OLD, ESTABLISHED)]);
    let origin = origin(&repo);
    let origin = origin.to_str().expect("the path is UTF-8");
    repo.git(&["clone", "--quiet", "--bare", ".", origin]);
    repo.git(&["remote", "add", "origin", origin]);
    repo.git(&["fetch", "--quiet", "origin"]);
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(NEW, CONTRADICTING).commit("2026-02-02");
    repo
}

fn origin(repo: &Repo) -> PathBuf {
    repo.beside("origin.git")
}

/// `factlint hook --stage pre-push` with these lines on standard input.
fn pushed(repo: &Repo, options: &[&str], lines: &str) -> Run {
    let file = repo.beside("lines");
    fs::write(&file, lines).expect("a file can be written");
    let input = fs::File::open(&file).expect("the file can be opened");
    let arguments = [&["hook", "--stage", "pre-push", "--format", "json"], options].concat();
    let mut command = repo.command(FACTLINT, &arguments);
    repo.run(command.stdin(input))
}

/// The line that Git writes for a branch.
fn line(repo: &Repo, branch: &str, old: &str) -> String {
    format!("refs/heads/{branch} {} refs/heads/{branch} {old}\n", id(repo, branch))
}

/// The hook with what a manager puts into its environment.
fn hook(repo: &Repo, variables: &[(&str, &str)], names: &[&str]) -> Run {
    let arguments = [&["hook", "--format", "json"], names].concat();
    let mut command = repo.command(FACTLINT, &arguments);
    repo.run(command.envs(variables.iter().copied()))
}

/// The one finding is that of the new article.
#[track_caller]
fn assert_found(run: Run) -> Value {
    let report = run.ended(1).json();
    assert_eq!(codes(&report), ["founding-date"], "{report:#}");
    let finding = &findings(&report)[0];
    assert_eq!(finding["claim"]["path"], NEW, "{report:#}");
    assert_eq!(finding["claim"]["line"], 3, "{report:#}");
    assert_eq!(finding["established"][0]["path"], OLD, "{report:#}");
    report
}

// --- The lines of a push

#[test]
fn a_new_branch_is_compared_with_what_the_remote_has() {
    let repo = ahead();
    let new = line(&repo, "side", NONE);
    let origin = origin(&repo);
    let url = origin.to_str().expect("the path is UTF-8");
    for options in [
        &["--remote", "origin"][..],
        &[],
        &["--remote", url],
        &["--remote", "https://example.org/rail.git"],
    ] {
        let report = assert_found(pushed(&repo, options, &new));
        assert_eq!(report["scope"]["documents"], 1, "{options:?}: {report:#}");
    }
    repo.git(&["checkout", "--quiet", "-b", "quiet", "main"]);
    repo.write(OTHER, QUIET).commit("2026-02-03");
    let run = pushed(&repo, &["--remote", "origin"], &line(&repo, "quiet", NONE)).ended(0);
    assert_eq!(run.json()["scope"]["documents"], 1, "{run}");
}

#[test]
fn a_later_push_is_the_range_since_the_last() {
    let repo = ahead();
    let old = id(&repo, "main");
    assert_found(pushed(&repo, &[], &line(&repo, "side", &old)));
    let old = id(&repo, "side");
    repo.write(OTHER, QUIET).commit("2026-02-03");
    let run = pushed(&repo, &[], &line(&repo, "side", &old)).ended(0);
    assert_eq!(run.json()["scope"]["documents"], 1, "{run}");
    // Somebody else was faster: what they pushed is not here, and says nothing.
    assert_found(pushed(&repo, &[], &line(&repo, "side", GONE)));
}

#[test]
fn several_references_are_checked_each() {
    let repo = ahead();
    repo.git(&["checkout", "--quiet", "-b", "quiet", "main"]);
    repo.write(OTHER, QUIET).commit("2026-02-03");
    let old = id(&repo, "main");
    let delete = format!("(delete) {NONE} refs/heads/gone {old}\n");
    let run = pushed(&repo, &[], &delete).ended(0);
    assert_eq!(run.stdout, "", "{run}");
    assert!(run.stderr.contains("no commit is pushed"), "{run}");
    let (quiet, side) = (line(&repo, "quiet", NONE), line(&repo, "side", NONE));
    pushed(&repo, &[], &format!("{delete}{quiet}")).ended(0);
    for lines in [format!("{quiet}{side}"), format!("{side}{delete}{quiet}")] {
        let run = pushed(&repo, &[], &lines).ended(1);
        assert_eq!(run.stdout.matches("\"code\": \"founding-date\"").count(), 1, "{run}");
    }
}

#[test]
fn tags_are_followed_to_their_commits() {
    let repo = ahead();
    repo.git(&["tag", "--annotate", "--message=A release", "signed"]);
    repo.git(&["tag", "file", &format!("HEAD:{NEW}")]);
    let tag = |name: &str| format!("refs/tags/{name} {} refs/tags/{name} {NONE}\n", id(&repo, name));
    assert_found(pushed(&repo, &[], &tag("signed")));
    let run = pushed(&repo, &[], &tag("file")).ended(0);
    assert!(
        run.stderr.contains("refs/tags/file is not a commit: not checked"),
        "{run}"
    );
    assert_found(pushed(&repo, &[], &format!("{}{}", tag("file"), tag("signed"))));
}

#[test]
fn everything_is_audited_before_the_first_push() {
    let repo = Repo::holding(&[(OLD, AGREEING), (NEW, CONTRADICTING)]);
    let empty = repo.beside("empty.git");
    let empty = empty.to_str().expect("the path is UTF-8");
    repo.git(&["init", "--quiet", "--bare", empty]);
    repo.git(&["remote", "add", "origin", empty]);
    let run = pushed(&repo, &["--remote", "origin"], &line(&repo, "main", NONE)).ended(1);
    let report = run.json();
    assert_eq!(codes(&report), ["founding-date"], "{report:#}");
    assert_eq!(report["scope"]["documents"], 2, "{report:#}");
    repo.git(&["push", "--quiet", "origin", "main"]);
    repo.write(OTHER, QUIET).commit("2026-02-02");
    pushed(&repo, &["--remote", "origin"], &line(&repo, "main", NONE)).ended(0);
}

#[test]
fn lines_that_git_does_not_write_are_refused() {
    let repo = ahead();
    let side = id(&repo, "side");
    for lines in [
        "nonsense\n".to_owned(),
        format!("refs/heads/side {side} refs/heads/side\n"),
        format!("refs/heads/side {side} refs/heads/side {NONE} more\n"),
        "\n".to_owned(),
    ] {
        assert_one_line(&pushed(&repo, &[], &lines), "standard input is not what Git writes");
    }
    let unknown = format!("refs/heads/side {side} refs/heads/side nonsense\n");
    assert_one_line(&pushed(&repo, &[], &unknown), "`nonsense`");
}

#[test]
fn a_commit_that_is_not_there_is_not_passed_over() {
    let repo = ahead();
    for local in ["nonsense", GONE] {
        let lines = format!("refs/heads/side {local} refs/heads/side {NONE}\n");
        let run = pushed(&repo, &[], &lines);
        assert_eq!(run.code, 2, "{run}");
        assert!(
            run.stderr.contains(local) || run.stderr.contains("refs/heads/side"),
            "{run}"
        );
    }
}

#[test]
fn without_a_line_head_is_what_is_pushed() {
    let repo = ahead();
    let report = assert_found(pushed(&repo, &[], ""));
    assert_eq!(report["scope"]["sides"], "push of HEAD");
    repo.git(&["checkout", "--quiet", "main"]);
    pushed(&repo, &[], "").ended(0);
}

// --- A real push

fn push(repo: &Repo, what: &str) -> Run {
    repo.try_git(&["push", "--quiet", "origin", what])
}

#[test]
fn a_push_that_contradicts_is_refused() {
    let repo = ahead();
    repo.factlint(&["install", "--pre-push"]).ended(0);
    let run = push(&repo, "side");
    assert_ne!(run.code, 0, "{run}");
    assert!(run.said().contains("error[founding-date]"), "{run}");
    assert!(!repo.git(&["ls-remote", "origin"]).contains("refs/heads/side"));
    repo.write(NEW, AGREEING).commit("2026-02-03");
    let run = push(&repo, "side");
    assert_eq!(run.code, 0, "{run}");
    repo.write(NEW, CONTRADICTING).commit("2026-02-04");
    assert_ne!(push(&repo, "side").code, 0);
    assert_eq!(push(&repo, ":side").code, 0);
    assert!(!repo.git(&["ls-remote", "origin"]).contains("refs/heads/side"));
}

#[test]
fn a_push_of_nothing_is_not_refused_for_what_is_checked_out() {
    let repo = ahead();
    repo.factlint(&["install", "--pre-push"]).ended(0);
    let run = push(&repo, "main");
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn a_pre_push_hook_that_was_there_gets_the_same_lines() {
    let repo = ahead();
    let hook = "#!/bin/sh\necho \"$1\" >../ran\ncat >>../ran\nexit $(cat ../verdict)\n";
    repo.write_program(".git/hooks/pre-push", hook)
        .write("../verdict", "0\n");
    let run = repo.factlint(&["install", "--pre-push"]).ended(0);
    assert!(run.stdout.contains("runs first"), "{run}");
    let run = push(&repo, "side");
    assert_ne!(run.code, 0, "{run}");
    assert!(run.said().contains("error[founding-date]"), "{run}");
    assert_eq!(repo.read("../ran"), format!("origin\n{}", line(&repo, "side", NONE)));
    repo.write("../verdict", "7\n");
    let run = push(&repo, "side");
    assert_ne!(run.code, 0, "{run}");
    assert!(!run.said().contains("founding-date"), "{run}");
    repo.write("../verdict", "0\n")
        .write(NEW, AGREEING)
        .commit("2026-02-03");
    assert_eq!(push(&repo, "side").code, 0);
    repo.factlint(&["uninstall"]).ended(0);
    assert_eq!(repo.read(".git/hooks/pre-push"), hook);
}

// --- What managers say

#[test]
fn the_variables_of_a_manager_name_what_is_pushed() {
    let repo = ahead();
    let table: [(&[(&str, &str)], &str); 5] = [
        (
            &[("PRE_COMMIT_FROM_REF", "main"), ("PRE_COMMIT_TO_REF", "side")],
            "from main to side",
        ),
        (&[("PRE_COMMIT_TO_REF", "side")], "push of side"),
        (
            &[("PRE_COMMIT_REMOTE_NAME", "origin"), ("PRE_COMMIT_TO_REF", "side")],
            "push of side to origin",
        ),
        (
            &[
                ("PRE_COMMIT_REMOTE_NAME", "origin"),
                ("PRE_COMMIT_LOCAL_BRANCH", "refs/heads/side"),
            ],
            "push of refs/heads/side to origin",
        ),
        (&[("PRE_COMMIT_REMOTE_NAME", "origin")], "push of HEAD to origin"),
    ];
    for (variables, sides) in table {
        let report = assert_found(hook(&repo, variables, &[]));
        assert_eq!(report["scope"]["sides"], sides);
        assert_found(hook(&repo, variables, &[OLD, NEW]));
        hook(&repo, variables, &[OLD]).ended(0);
    }
    let empty = [("PRE_COMMIT_FROM_REF", ""), ("PRE_COMMIT_TO_REF", "")];
    let report = hook(&repo, &empty, &[]).ended(0).json();
    assert_eq!(report["scope"]["sides"], "staged", "{report:#}");
    let gone = [("PRE_COMMIT_FROM_REF", GONE), ("PRE_COMMIT_TO_REF", "side")];
    assert_one_line(&hook(&repo, &gone, &[]), GONE);
}

// --- Names in portions

/// The fingerprints of a report's findings.
fn fingerprints(report: &Value) -> Vec<String> {
    let all = findings(report).iter();
    all.filter_map(|finding| finding["fingerprint"].as_str().map(str::to_owned))
        .collect()
}

/// Every finding of the whole is told in one portion, and every portion that has part in one fails.
#[track_caller]
fn assert_told_once(repo: &Repo, whole: &Value, names: &[&str]) {
    let mut expected = fingerprints(whole);
    expected.sort_unstable();
    assert!(!expected.is_empty(), "{whole:#}");
    for size in 1..=names.len() {
        let mut told = Vec::new();
        for portion in names.chunks(size) {
            let run = hook(repo, &[], portion);
            let report = run.json();
            told.extend(fingerprints(&report));
            let elsewhere = report["scope"]["remarks"]
                .to_string()
                .contains("told at the other file");
            let is_part = elsewhere || !findings(&report).is_empty();
            assert_eq!(run.code, i32::from(is_part), "{portion:?}: {run}");
        }
        told.sort_unstable();
        assert_eq!(told, expected, "portions of {size}");
    }
}

const NAMES: [&str; 5] = [OLD, NEW, OTHER, INDEX, "stories/rail.md"];

#[test]
fn each_finding_of_an_audit_in_portions_is_told_once() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED), (NEW, CONTRADICTING), (OTHER, OTHER_YEAR)]);
    repo.write(INDEX, QUIET)
        .write("stories/rail.md", AGREEING)
        .commit("2026-02-02");
    let whole = repo.report(&["--all"]);
    assert_told_once(&repo, &whole, &NAMES);
    let turned: Vec<&str> = NAMES.iter().rev().copied().collect();
    assert_told_once(&repo, &whole, &turned);
    let run = hook(&repo, &[], &[NEW]).ended(1);
    assert_eq!(codes(&run.json()), [] as [&str; 0], "{run}");
    assert!(run.said().contains("told at the other file"), "{run}");
    hook(&repo, &[], &[INDEX]).ended(0);
}

#[test]
fn each_finding_of_what_is_staged_is_told_once() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED)]);
    repo.write(NEW, CONTRADICTING)
        .write(OTHER, OTHER_YEAR)
        .write(INDEX, QUIET)
        .stage();
    let whole = repo.report(&["--staged"]);
    assert_told_once(&repo, &whole, &[NEW, OTHER, INDEX]);
}

#[test]
fn names_are_ignored_while_a_merge_is_committed() {
    let repo = ahead();
    repo.git(&["checkout", "--quiet", "-b", "other", "main"]);
    repo.write(OLD, QUIET).commit("2026-02-03");
    repo.git(&["merge", "--quiet", "--no-commit", "--no-ff", "side"]);
    hook(&repo, &[], &[INDEX]).ended(0);
    repo.git(&["merge", "--abort"]);
    repo.write(OTHER, OTHER_YEAR).commit("2026-02-04");
    repo.git(&["merge", "--quiet", "--no-commit", "--no-ff", "side"]);
    for names in [&[INDEX][..], &[]] {
        let report = hook(&repo, &[], names).ended(1).json();
        assert_eq!(codes(&report), ["founding-date"], "{report:#}");
        assert_eq!(findings(&report)[0]["claim"]["path"], NEW, "{report:#}");
    }
}

#[test]
fn names_of_files_that_are_gone_do_no_harm() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED), (INDEX, QUIET), (OTHER, QUIET)]);
    repo.remove(INDEX);
    repo.git(&["mv", OTHER, "articles/moved.md"]);
    repo.write(NEW, CONTRADICTING).stage();
    assert_found(hook(&repo, &[], &[INDEX, OTHER, "articles/moved.md", NEW]));
    hook(&repo, &[], &[INDEX, OTHER]).ended(0);
    for name in ["../elsewhere.md", "/elsewhere.md"] {
        assert_one_line(&hook(&repo, &[], &[NEW, name]), "outside the repository");
    }
}
