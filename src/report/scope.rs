//! What a run read, what it did not, and how it ended: the lines that close a report.

use crate::diagnostic::{Message, Scope, Tongue};
use crate::source::RepoPath;

use super::{Report, Summary, escaped};

/// What was read, what was not, and how it ended: one line each.
pub(super) fn closing_lines(report: &Report<'_>) -> Vec<String> {
    let mut lines = vec![scope_line(report.scope, report.tongue)];
    lines.extend(scope_remarks(report.scope, report.tongue));
    lines.push(verdict_line(&report.summary, report.scope, report.tongue));
    lines
}

/// The last line of a run: how many findings, and never "clean" where something was not read.
pub fn verdict_line(summary: &Summary, scope: &Scope, tongue: Tongue) -> String {
    let silent = *summary == Summary::default();
    let unclean = [
        (
            !scope.unreadable.is_empty() || !scope.not_read.is_empty(),
            "not-clean-unread",
        ),
        (scope.untouched, "nothing-checked"),
        (scope.told_elsewhere > 0, "not-clean-elsewhere"),
        (scope.documents == 0, "nothing-checked-no-article"),
    ];
    match unclean.into_iter().find(|(is_so, _)| silent && *is_so) {
        Some((_, id)) => Message::new(id).told_plainly(tongue),
        None => summary_line(summary, tongue),
    }
}

/// The counts alone: `2 errors, 1 warning, 3 suppressed`.
pub fn summary_line(summary: &Summary, tongue: Tongue) -> String {
    let counts = [
        (summary.errors, "count-errors"),
        (summary.warnings, "count-warnings"),
        (summary.notes, "count-notes"),
    ];
    let told = |(count, id): (usize, &'static str)| counted(id, count, tongue);
    let mut parts: Vec<String> = counts.into_iter().filter(|(count, _)| *count > 0).map(told).collect();
    if parts.is_empty() {
        parts.push(Message::new("no-contradiction").told_plainly(tongue));
    }
    if summary.suppressed > 0 {
        parts.push(told((summary.suppressed, "count-suppressed")));
    }
    parts.join(", ")
}

/// A number with its noun, by the message of that name: `1 claim`, `1 203 facts`.
pub fn counted(id: &'static str, count: usize, tongue: Tongue) -> String {
    Message::new(id).with("count", count).told_plainly(tongue)
}

/// What was read, in one line.
pub fn scope_line(scope: &Scope, tongue: Tongue) -> String {
    let say = |message: Message| escaped(&message.told_plainly(tongue));
    let claims = || counted("count-claims", scope.claims, tongue);
    let as_of = (!scope.as_of.is_empty()).then(|| Message::new("scope-as-of").with("day", scope.as_of.as_str()));
    let judge = scope.judged_by.as_deref();
    let aside: Vec<String> = scope
        .sides
        .clone()
        .filter(|_| scope.mode != "all")
        .into_iter()
        .chain(as_of)
        .chain(judge.map(|revision| Message::new("scope-judged-by").with("revision", revision)))
        .map(say)
        .collect();
    let aside = if aside.is_empty() {
        String::new()
    } else {
        format!(" ({})", aside.join(", "))
    };
    let line = if scope.untouched {
        Message::new("scope-untouched")
    } else if scope.mode == "all" {
        Message::new("scope-audited")
            .with("articles", counted("count-articles", scope.documents, tongue))
            .with("claims", claims())
    } else {
        let noun = match scope.mode {
            "files" => "count-articles",
            _ => "count-changed-articles",
        };
        Message::new("scope-checked")
            .with("changed", counted(noun, scope.documents, tongue))
            .with("claims", claims())
            .with("facts", counted("count-facts", scope.facts, tongue))
            .with("articles", counted("count-articles", scope.articles, tongue))
    };
    format!("{}{aside}", line.told_plainly(tongue))
}

/// What else must be said about what was read: one line each for what could not be read,
/// what was not read, the remarks, and the files that the change judges itself by.
pub fn scope_remarks(scope: &Scope, tongue: Tongue) -> Vec<String> {
    let unreadable = scope.unreadable.iter().map(|(path, reason)| {
        Message::new("could-not-read")
            .with("path", path.as_str())
            .with("reason", reason.clone())
    });
    let not_read = scope.not_read.iter().map(|(path, language)| {
        Message::new("not-read-language")
            .with("language", language.as_str())
            .with("path", path.as_str())
    });
    let judges: Vec<&str> = scope.judge_changed.iter().map(RepoPath::as_str).collect();
    let judge = (!judges.is_empty()).then(|| Message::new("judge-changed").with("files", judges.join(", ")));
    let places = scope.ignores_added.iter().map(|(path, line)| format!("{path}:{line}"));
    let places: Vec<String> = places.collect();
    let ignores = (!places.is_empty()).then(|| Message::new("ignores-added").with("places", places.join(", ")));
    unreadable
        .chain(not_read)
        .chain(scope.remarks.iter().cloned())
        .chain(judge)
        .chain(ignores)
        .map(|message| escaped(&message.told_plainly(tongue)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::source::Sources;

    #[test]
    fn the_scope_counts_in_the_singular_and_the_plural() {
        let mut scope = fixture::scope();
        assert_eq!(
            scope_line(&scope, Tongue::English),
            "checked 2 changed articles (14 claims) against 1 203 facts in 312 articles (staged, as of 2026-01-29, judged by main)"
        );
        scope.judged_by = None;
        (scope.documents, scope.claims, scope.facts, scope.articles) = (1, 1, 1, 1);
        (scope.mode, scope.sides) = ("files", Some(Message::new("sides-files")));
        assert_eq!(
            scope_line(&scope, Tongue::English),
            "checked 1 article (1 claim) against 1 fact in 1 article (files, as of 2026-01-29)"
        );
        let audit = Scope {
            mode: "all",
            documents: 312,
            claims: 1_234_567,
            ..Scope::default()
        };
        assert_eq!(
            scope_line(&audit, Tongue::English),
            "audited 312 articles (1 234 567 claims)"
        );
    }

    #[test]
    fn the_scope_says_what_was_not_read() {
        assert_eq!(
            scope_remarks(&fixture::scope(), Tongue::English),
            [
                "could not read a\\u{1b}.md: not UTF-8",
                "not read (language: de): d.md",
                "the repository is shallow",
                "this change also alters the judge: factlint.toml, rules/seat.toml",
                "this change also silences findings: a.md:3",
            ]
        );
        assert!(scope_remarks(&Scope::default(), Tongue::English).is_empty());
    }

    #[test]
    fn the_summary_names_what_there_is() {
        let some = Summary {
            errors: 2,
            warnings: 1,
            notes: 0,
            suppressed: 3,
        };
        assert_eq!(
            summary_line(&some, Tongue::English),
            "2 errors, 1 warning, 3 suppressed"
        );
        assert_eq!(
            summary_line(&Summary::default(), Tongue::English),
            "no contradiction found"
        );
        let mut sources = Sources::new();
        let findings = [
            fixture::finding(&mut sources),
            fixture::alone(&mut sources, "lundi 3", "lundi 3"),
        ];
        assert_eq!(
            summary_line(&Summary::new(&findings, 0), Tongue::English),
            "1 error, 1 warning"
        );
    }
}
