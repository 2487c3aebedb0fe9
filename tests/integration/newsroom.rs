//! A newsroom and what it may write next: one article says 1987, another one 1991, which is one error.

use serde_json::Value;

use crate::support::{Repo, Run, codes, findings};

pub(crate) const ESTABLISHED: &str =
    "# Quillmoor Rail\n\nThe company Quillmoor Rail was founded in 1987, in the north of the county.\n";
pub(crate) const CONTRADICTING: &str =
    "# A short history\n\nThe company Quillmoor Rail was founded in 1991, by the sons of a miller.\n";
pub(crate) const AGREEING: &str =
    "# A short history\n\nThe company Quillmoor Rail was founded in 1987, by the sons of a miller.\n";
pub(crate) const OTHER_YEAR: &str =
    "# Once more\n\nThe company Quillmoor Rail was founded in 1994, by the sons of a miller.\n";
pub(crate) const QUIET: &str = "Nothing new to this day in the valley.\n";

pub(crate) const OLD: &str = "articles/quillmoor.md";
pub(crate) const NEW: &str = "articles/history.md";
pub(crate) const OTHER: &str = "articles/other.md";
pub(crate) const INDEX: &str = "articles/index.md";
pub(crate) const MOVED: &str = "articles/moved.md";
pub(crate) const STAGED: &[&str] = &["--staged"];

/// A repository whose first commit holds the article of 1987.
pub(crate) fn newsroom() -> Repo {
    Repo::holding(&[(OLD, ESTABLISHED)])
}

/// `factlint check --format json` with these arguments.
pub(crate) fn json_check(repo: &Repo, arguments: &[&str]) -> Run {
    repo.check(&[&["--format", "json"], arguments].concat())
}

/// The one finding stands here, against a sentence that stands there: paths and lines.
#[track_caller]
pub(crate) fn assert_pair(report: &Value, claim: (&str, u64), established: (&str, u64)) {
    assert_eq!(codes(report), ["founding-date"], "{report:#}");
    let finding = &findings(report)[0];
    for (side, (path, line)) in [(&finding["claim"], claim), (&finding["established"][0], established)] {
        assert_eq!(side["path"], path, "{report:#}");
        assert_eq!(side["line"], line, "{report:#}");
    }
}

#[track_caller]
pub(crate) fn assert_pair_found(repo: &Repo, arguments: &[&str], claim: (&str, u64), established: (&str, u64)) {
    let run = json_check(repo, arguments).ended(1);
    assert_pair(&run.json(), claim, established);
}

#[track_caller]
pub(crate) fn assert_silent(repo: &Repo, arguments: &[&str]) {
    let run = json_check(repo, arguments).ended(0);
    assert_eq!(codes(&run.json()), [] as [&str; 0], "{run}");
}

/// The run could not check, and said so in one line of standard error that holds this part.
#[track_caller]
pub(crate) fn assert_one_line(run: &Run, part: &str) {
    assert_eq!(run.code, 2, "{run}");
    assert_eq!(run.stdout, "", "{run}");
    assert_eq!(run.stderr.lines().count(), 1, "{run}");
    assert!(run.stderr.contains(part), "{run}");
}
