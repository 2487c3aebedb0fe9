//! Findings that every format is tried on.

use std::collections::BTreeMap;

use crate::diagnostic::{
    Code, Confidence, Diagnostic, Fingerprint, Introduction, Label, Message, Note, Scope, Severity, Side, Tongue,
};
use crate::source::{Location, RepoPath, SourceId, Sources, Span};

use super::{Report, Style, Summary};

pub(super) const PLAIN: Style = Style {
    color: false,
    width: 100,
    unicode: true,
    hyperlinks: false,
};

pub(super) const FRENCH: &str = "# Énergie\n\nL’été fut calme. Après des mois de négociations menées à Genève puis à Lyon, la société Orée Énergie a levé 350 millions d’euros auprès de fonds européens, a-t-elle annoncé jeudi. La suite est connue.\n";
pub(super) const ENGLISH: &str =
    "---\ndate: 2026-01-23\n---\n\nOrée Énergie raised €500 million in its\nSeries A, the company said.\n";

/// One contradiction, between the French sentence and the English one.
pub(super) fn finding(sources: &mut Sources) -> Diagnostic {
    let french = sources.add(RepoPath::new("articles/levee.md"), FRENCH);
    let english = sources.add(RepoPath::new("articles/oree.md"), ENGLISH);
    let mut established = side(sources, english, "€500 million", "500 M EUR");
    established.introduced = Some(Introduction {
        commit: "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d".into(),
        author: "Zoé Marchand".into(),
        date: "2026-01-23".into(),
        is_bound: false,
    });
    Diagnostic {
        code: Code::new("funding-amount"),
        severity: Severity::Error,
        confidence: Confidence::High,
        message: Message::verbatim("Orée Énergie: funding amount is 350 M EUR here, but 500 M EUR in articles/oree.md"),
        entity: Some("Orée Énergie".into()),
        attribute: Some("funding-amount".into()),
        claim: side(sources, french, "350 millions d’euros", "350 M EUR"),
        established: vec![established],
        notes: vec![Note {
            message: Message::verbatim("both speak of the Series A"),
        }],
        pairs: Vec::new(),
        edit: None,
        help: Message::verbatim("correct the sentence, name the round that it speaks of, or accept the new value"),
        fingerprint: Fingerprint::new("funding-amount", "funding-amount", &mut ["350".into(), "500".into()]),
    }
}

/// A weaker finding in `text`, about `value`, without an established sentence.
pub(super) fn alone(sources: &mut Sources, text: &str, value: &str) -> Diagnostic {
    let source = sources.add(RepoPath::new("notes/b.txt"), text);
    Diagnostic {
        code: Code::new("wrong-weekday"),
        severity: Severity::Warning,
        confidence: Confidence::Medium,
        message: Message::verbatim(format!("{value} cannot be right")),
        entity: None,
        attribute: None,
        claim: side(sources, source, value, value),
        established: Vec::new(),
        notes: Vec::new(),
        pairs: Vec::new(),
        edit: None,
        help: Message::verbatim("check the calendar"),
        fingerprint: Fingerprint::new("wrong-weekday", "", &mut [value.into()]),
    }
}

/// A side whose sentence is what stands between the full stops around `value`.
pub(super) fn side(sources: &Sources, source: SourceId, value: &str, canonical: &str) -> Side {
    let text = sources.get(source).text();
    let start = text.find(value).expect("the value is in the text");
    let end = start + value.len();
    let before = text[..start]
        .rfind(". ")
        .map_or_else(|| text[..start].rfind("\n\n").map_or(0, |at| at + 2), |at| at + 2);
    let after = text[end..].find('.').map_or(text.len(), |at| end + at + 1);
    Side {
        label: Label {
            location: Location {
                source,
                span: Span::new(start, end),
            },
            message: Some(Message::verbatim(format!("{canonical} here"))),
        },
        sentence: Location {
            source,
            span: Span::new(before, after),
        },
        value: canonical.into(),
        modality: "asserted",
        as_of: Some("2026-01-23".into()),
        introduced: None,
    }
}

pub(super) fn scope() -> Scope {
    Scope {
        mode: "staged",
        sides: Some(Message::new("sides-staged")),
        documents: 2,
        claims: 14,
        facts: 1203,
        articles: 312,
        unreadable: vec![(RepoPath::new("a\u{1b}.md"), Message::verbatim("not UTF-8"))],
        not_read: vec![(RepoPath::new("d.md"), "de".into())],
        remarks: vec![Message::verbatim("the repository is shallow")],
        as_of: "2026-01-29".into(),
        judge_changed: vec![RepoPath::new("factlint.toml"), RepoPath::new("rules/seat.toml")],
        ignores_added: vec![(RepoPath::new("a.md"), 3)],
        judged_by: Some("main".into()),
        told_elsewhere: 0,
        untouched: false,
    }
}

static NOTHING: BTreeMap<String, String> = BTreeMap::new();

/// A report of findings, with the scope above, in English.
pub(super) fn report<'r>(findings: &'r [Diagnostic], sources: &'r Sources, scope: &'r Scope) -> Report<'r> {
    Report {
        findings,
        sources,
        scope,
        summary: Summary::new(findings, 1),
        about: &NOTHING,
        top: None,
        tongue: Tongue::English,
    }
}
