//! What counts as new: articles that move, sentences that move, and what a base withdrew.

use serde_json::Value;

use crate::newsroom::{CONTRADICTING, ESTABLISHED, NEW, OLD, QUIET};
use crate::support::{FACTLINT, Repo, codes, dated, findings};

fn scope<'r>(report: &'r Value, part: &str) -> &'r Value {
    &report["scope"][part]
}

#[track_caller]
fn assert_codes(repo: &Repo, arguments: &[&str], expected: &[&str]) {
    let report = repo.report(arguments);
    assert_eq!(codes(&report), expected, "{report:#}");
}

#[test]
fn a_draft_that_is_published_by_moving_it_is_new() {
    let config = "exclude = [\"drafts/**\"]\n";
    for edit in ["", "\nAnd another line.\n"] {
        let repo = Repo::holding(&[
            ("factlint.toml", config),
            (OLD, ESTABLISHED),
            ("drafts/history.md", CONTRADICTING),
        ]);
        repo.git(&["mv", "drafts/history.md", NEW]);
        repo.write(NEW, format!("{CONTRADICTING}{edit}")).stage();
        assert_codes(&repo, &["--staged"], &["founding-date"]);
    }
}

#[test]
fn an_archive_that_is_taken_up_again_is_new() {
    let config = "[[overrides]]\npaths = [\"archive/**\"]\nestablishes = false\n";
    let repo = Repo::holding(&[
        ("factlint.toml", config),
        (OLD, ESTABLISHED),
        ("archive/history.md", CONTRADICTING),
    ]);
    repo.git(&["mv", "archive/history.md", NEW]);
    assert_codes(&repo, &["--staged"], &["founding-date"]);
}

#[test]
fn another_date_in_the_name_makes_what_changes_with_time_new() {
    let staff = |count: usize| format!("# Staff\n\nIn the valley, Quillmoor Rail employs {count} people.\n");
    let repo = Repo::holding(&[
        ("articles/2026-02-01-staff.md", &staff(340)),
        ("articles/2019-03-04-staff-of-old.md", &staff(470)),
    ]);
    assert_codes(&repo, &["--all"], &[]);
    repo.git(&[
        "mv",
        "articles/2019-03-04-staff-of-old.md",
        "articles/2026-02-04-staff-of-old.md",
    ]);
    assert_codes(&repo, &["--staged"], &["headcount"]);
}

#[test]
fn a_sentence_that_leaves_a_deleted_article_is_not_new() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED), (NEW, CONTRADICTING), ("articles/other.md", QUIET)]);
    repo.remove(NEW)
        .write("articles/other.md", format!("{QUIET}\n{CONTRADICTING}"))
        .stage();
    assert_codes(&repo, &["--staged"], &[]);
    repo.write(NEW, CONTRADICTING).stage();
    assert_codes(&repo, &["--staged"], &["founding-date"]);
}

#[test]
fn a_base_and_its_branch_may_move_and_edit_the_same_article() {
    let long = format!(
        "{ESTABLISHED}\n{}",
        "The line runs through three villages and a wood.\n\n".repeat(8)
    );
    for branch_moves in [true, false] {
        let repo = Repo::holding(&[(OLD, &long), ("articles/index.md", QUIET)]);
        let corrected = long.replace("1987", "1991");
        let (moves, edits) = match branch_moves {
            true => ("side", "main"),
            false => ("main", "side"),
        };
        repo.git(&["branch", "side"]);
        repo.git(&["checkout", "--quiet", moves]);
        repo.git(&["mv", OLD, "articles/rail.md"]);
        repo.commit("2026-02-02");
        repo.git(&["checkout", "--quiet", edits]);
        repo.write(OLD, &corrected).commit("2026-02-03");
        repo.git(&["checkout", "--quiet", "side"]);
        assert_codes(&repo, &["--base", "main"], &[]);
    }
}

#[test]
fn what_the_base_withdrew_is_no_fact_any_more() {
    let both = format!("{ESTABLISHED}\n{}\nThe end.\n", "It runs on time.\n\n".repeat(6));
    let repo = Repo::holding(&[(OLD, &both), ("articles/index.md", QUIET)]);
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(OLD, both.replace("The end.", "The end, for now."))
        .write(NEW, CONTRADICTING)
        .commit("2026-02-02");
    assert_codes(&repo, &["--base", "main"], &["founding-date"]);
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write(OLD, both.replace("1987", "1991")).commit("2026-02-03");
    repo.git(&["checkout", "--quiet", "side"]);
    assert_codes(&repo, &["--base", "main"], &[]);
}

#[test]
fn where_both_change_a_line_the_branch_is_read_as_it_is() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED), ("articles/index.md", QUIET)]);
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(OLD, ESTABLISHED.replace("county", "shire"))
        .write(NEW, CONTRADICTING)
        .commit("2026-02-02");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write(OLD, ESTABLISHED.replace("county", "land"))
        .commit("2026-02-03");
    repo.git(&["checkout", "--quiet", "side"]);
    let report = repo.report(&["--base", "main"]);
    assert_eq!(codes(&report), ["founding-date"], "{report:#}");
    let remarks = scope(&report, "remarks").to_string();
    assert!(remarks.contains("conflicts with the base"), "{report:#}");
    assert!(findings(&report)[0]["established"][0]["path"] == OLD, "{report:#}");
}

#[test]
fn of_two_new_articles_the_one_that_may_is_the_fact() {
    let config = "[[overrides]]\npaths = [\"archive/**\"]\nestablishes = false\n";
    let repo = Repo::holding(&[("factlint.toml", config), ("articles/index.md", QUIET)]);
    for (archive, article) in [(ESTABLISHED, CONTRADICTING), (CONTRADICTING, ESTABLISHED)] {
        repo.write("archive/a.md", archive).write(NEW, article).stage();
        let report = repo.report(&["--staged"]);
        assert_eq!(codes(&report), ["founding-date"], "{report:#}");
        assert_eq!(findings(&report)[0]["established"][0]["path"], NEW, "{report:#}");
    }
}

#[test]
fn a_merge_does_not_tell_again_what_is_wrong_in_one_sentence() {
    let repo = Repo::holding(&[("articles/index.md", QUIET)]);
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(
        NEW,
        "# A day\n\nThe line was opened on Monday 3 March 2026 by the mayor.\n",
    )
    .stage();
    assert_codes(&repo, &["--staged"], &["wrong-weekday"]);
    repo.commit("2026-02-02");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write(OLD, ESTABLISHED).commit("2026-02-03");
    assert_codes(&repo, &["--merge", "side"], &[]);
    repo.git(&["merge", "--quiet", "--no-commit", "--no-ff", "side"]);
    assert_codes(&repo, &["--staged"], &[]);
}

#[test]
fn a_comment_that_is_copied_or_moved_silences_anew() {
    let comment = "<!-- factlint: ignore[founding-date] a joke -->\n\n";
    let quiet = format!("{comment}{QUIET}");
    let repo = Repo::holding(&[(OLD, ESTABLISHED), (NEW, &quiet)]);
    let copied = format!("{quiet}\n{comment}{CONTRADICTING}");
    let moved = format!("{QUIET}\n{comment}{CONTRADICTING}");
    for (text, line) in [(copied, 5), (moved, 3)] {
        repo.write(NEW, text).stage();
        let report = repo.report(&["--staged"]);
        let added = scope(&report, "ignores_added");
        assert_eq!(added[0]["line"], line, "{report:#}");
        assert_eq!(added.as_array().map(Vec::len), Some(1), "{report:#}");
    }
}

#[test]
fn undated_text_of_a_commit_is_of_its_day() {
    let staff = |count: usize| format!("# Staff\n\nIn the valley, Quillmoor Rail employs {count} people.\n");
    let repo = Repo::holding(&[("articles/2015-01-02-staff.md", &staff(340))]);
    repo.write(NEW, staff(470)).commit("2015-01-05");
    for arguments in [&["--commit", "HEAD"][..], &["--base", "HEAD~1"]] {
        let with = |more: &[&str]| {
            let all = [&["check", "--format", "json"], arguments, more].concat();
            repo.run(dated(&mut repo.command(FACTLINT, &all), "2026-02-20")).json()
        };
        let report = with(&[]);
        assert_eq!(scope(&report, "as_of"), "2015-01-05", "{report:#}");
        assert_eq!(codes(&report), ["headcount"], "{report:#}");
        assert_eq!(codes(&with(&["--as-of", "2026-02-20"])), [] as [&str; 0]);
    }
}

#[test]
fn a_slip_in_what_is_ignored_is_told_whatever_the_change_holds() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED)]);
    repo.write("main.c", "int main(void) { return 0; }\n").stage();
    let run = repo.check(&["--staged", "--ignore", "funding-amuont"]).ended(2);
    assert!(run.stderr.contains("funding-amount"), "{run}");
    repo.check(&["--staged", "--ignore", "funding-amount"]).ended(0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_picture_with_an_odd_name_is_nobodys_business() {
    use std::os::unix::ffi::OsStrExt;
    let repo = Repo::holding(&[(OLD, ESTABLISHED)]);
    let name = std::ffi::OsStr::from_bytes(b"articles/caf\xe9.png");
    std::fs::write(repo.top().join(name), "no text").expect("the file can be written");
    repo.write("articles/quiet.md", QUIET).stage();
    for arguments in [&["--staged"][..], &[], &["--all"]] {
        let report = repo.report(arguments);
        assert_eq!(
            scope(&report, "unreadable").as_array().map(Vec::len),
            Some(0),
            "{report:#}"
        );
    }
}
