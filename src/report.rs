//! Turns findings and scope into text: for people, for a line-oriented tool, for a program.
//!
//! Every function here is pure: values in, a `String` out. The caller prints it, and the
//! caller knows about terminals.

mod concise;
mod human;
mod json;

use crate::diagnostic::{Diagnostic, Scope, Severity};
use crate::source::{LineIndex, Location, Position, Sources};

/// Writes the findings, and what belongs to them in this format, as one text.
///
/// The human format ends with the scope and the summary, and JSON carries both; the
/// concise format holds findings only, so that its caller prints [`scope_line`] and
/// [`scope_remarks`] elsewhere.
pub fn render(
    format: Format,
    findings: &[Diagnostic],
    sources: &Sources,
    scope: &Scope,
    summary: &Summary,
    style: Style,
) -> String {
    match format {
        Format::Human => human::render(findings, sources, scope, summary, style),
        Format::Concise => concise::render(findings, sources),
        Format::Json => json::render(findings, sources, scope, summary),
    }
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Both sentences, with carets under the values.
    Human,
    /// One line per finding.
    Concise,
    /// One JSON object, version 1.
    Json,
}

/// What the place that the text goes to can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether colours are shown.
    pub color: bool,
    /// Columns. Fewer than 60 are taken as 60.
    pub width: usize,
    /// Whether frames are drawn with more than ASCII. Articles are shown as they are.
    pub unicode: bool,
    /// Whether addresses become terminal hyperlinks. No finding carries an address yet.
    pub hyperlinks: bool,
}

/// How many findings of each severity there are, and how many were suppressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity note.
    pub notes: usize,
    /// Findings that a directive, an ignore or the baseline took away.
    pub suppressed: usize,
}

impl Summary {
    /// Counts the findings that are reported; `suppressed` counts those that are not.
    pub fn new(findings: &[Diagnostic], suppressed: usize) -> Self {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            suppressed,
        }
    }
}

/// The last line of a run: how many findings, and never "clean" where something was not read.
pub fn verdict_line(summary: &Summary, scope: &Scope) -> String {
    let silent = *summary == Summary::default();
    if silent && (!scope.unreadable.is_empty() || !scope.not_read.is_empty()) {
        return "not clean: what could not be read was not checked".to_owned();
    }
    if silent && scope.untouched {
        return "nothing was checked".to_owned();
    }
    if silent && scope.told_elsewhere > 0 {
        return "not clean: what these files contradict is told at the other files".to_owned();
    }
    if silent && scope.documents == 0 {
        return "nothing was checked: no changed article was read".to_owned();
    }
    summary_line(summary)
}

/// The counts alone: `2 errors, 1 warning, 3 suppressed`.
pub fn summary_line(summary: &Summary) -> String {
    let counts = [
        (summary.errors, "error"),
        (summary.warnings, "warning"),
        (summary.notes, "note"),
    ];
    let mut parts: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect();
    if parts.is_empty() {
        parts.push("no contradiction found".to_owned());
    }
    if summary.suppressed > 0 {
        parts.push(format!("{} suppressed", grouped(summary.suppressed)));
    }
    parts.join(", ")
}

/// What was read, in one line.
pub fn scope_line(scope: &Scope) -> String {
    let claims = counted(scope.claims, "claim");
    let as_of = (!scope.as_of.is_empty()).then(|| format!("as of {}", escaped(&scope.as_of)));
    let sides = Some(escaped(&scope.sides)).filter(|sides| !sides.is_empty() && scope.mode != "all");
    let judge = scope.judged_by.as_ref();
    let aside: Vec<String> = sides
        .into_iter()
        .chain(as_of)
        .chain(judge.map(|rev| format!("judged by {}", escaped(rev))))
        .collect();
    let aside = if aside.is_empty() {
        String::new()
    } else {
        format!(" ({})", aside.join(", "))
    };
    if scope.untouched {
        return format!("nothing to check: no article and nothing that judges articles is part of this change{aside}");
    }
    if scope.mode == "all" {
        return format!("audited {} ({claims}){aside}", counted(scope.documents, "article"));
    }
    let noun = if scope.mode == "files" {
        "article"
    } else {
        "changed article"
    };
    format!(
        "checked {} ({claims}) against {} in {}{aside}",
        counted(scope.documents, noun),
        counted(scope.facts, "fact"),
        counted(scope.articles, "article"),
    )
}

/// What else must be said about what was read: one line each for what could not be read,
/// what was not read, the remarks, and the files that the change judges itself by.
pub fn scope_remarks(scope: &Scope) -> Vec<String> {
    let unreadable = scope
        .unreadable
        .iter()
        .map(|(path, reason)| format!("could not read {}: {}", escaped(path.as_str()), escaped(reason)));
    let not_read = scope
        .not_read
        .iter()
        .map(|(path, language)| format!("not read (language: {}): {}", escaped(language), escaped(path.as_str())));
    let remarks = scope.remarks.iter().map(|remark| escaped(remark));
    let judges: Vec<String> = scope.judge_changed.iter().map(|path| escaped(path.as_str())).collect();
    let judge = (!judges.is_empty()).then(|| format!("this change also alters the judge: {}", judges.join(", ")));
    let places: Vec<String> = scope
        .ignores_added
        .iter()
        .map(|(path, line)| format!("{}:{line}", escaped(path.as_str())))
        .collect();
    let ignores = (!places.is_empty()).then(|| format!("this change also silences findings: {}", places.join(", ")));
    unreadable
        .chain(not_read)
        .chain(remarks)
        .chain(judge)
        .chain(ignores)
        .collect()
}

/// Text that a terminal shows as it is: whatever would move the cursor, change its state,
/// reorder the line or stay invisible is written as an escape, such as `\u{1b}`.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_unsafe(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Control characters, line separators, and the format characters of Unicode: bidirectional
/// marks and overrides, zero-width characters, soft hyphens, invisible tags.
fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

fn position(sources: &Sources, location: Location) -> Position {
    let text = sources.get(location.source).text();
    LineIndex::new(text).position(text, location.span.start)
}

/// A number with its noun, in the plural where it is one: `1 claim`, `1 203 facts`.
pub fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(count))
}

/// Digits in groups of three, with plain spaces between them.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod fixture {
    use crate::diagnostic::{
        Code, Confidence, Diagnostic, Fingerprint, Introduction, Label, Note, Scope, Severity, Side,
    };
    use crate::source::{Location, RepoPath, SourceId, Sources, Span};

    use super::Style;

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
            message: "Orée Énergie: funding amount is 350 M EUR here, but 500 M EUR in articles/oree.md".into(),
            entity: Some("Orée Énergie".into()),
            attribute: Some("funding-amount".into()),
            claim: side(sources, french, "350 millions d’euros", "350 M EUR"),
            established: vec![established],
            notes: vec![Note {
                message: "both speak of the Series A".into(),
            }],
            help: "correct the sentence, name the round that it speaks of, or accept the new value".into(),
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
            message: format!("{value} cannot be right"),
            entity: None,
            attribute: None,
            claim: side(sources, source, value, value),
            established: Vec::new(),
            notes: Vec::new(),
            help: "check the calendar".into(),
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
                message: format!("{canonical} here"),
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
            sides: "staged".into(),
            documents: 2,
            claims: 14,
            facts: 1203,
            articles: 312,
            unreadable: vec![(RepoPath::new("a\u{1b}.md"), "not UTF-8".into())],
            not_read: vec![(RepoPath::new("d.md"), "de".into())],
            remarks: vec!["the repository is shallow".into()],
            as_of: "2026-01-29".into(),
            judge_changed: vec![RepoPath::new("factlint.toml"), RepoPath::new("rules/seat.toml")],
            ignores_added: vec![(RepoPath::new("a.md"), 3)],
            judged_by: Some("main".into()),
            told_elsewhere: 0,
            untouched: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scope_counts_in_the_singular_and_the_plural() {
        let mut scope = fixture::scope();
        assert_eq!(
            scope_line(&scope),
            "checked 2 changed articles (14 claims) against 1 203 facts in 312 articles (staged, as of 2026-01-29, judged by main)"
        );
        scope.judged_by = None;
        (scope.documents, scope.claims, scope.facts, scope.articles) = (1, 1, 1, 1);
        (scope.mode, scope.sides) = ("files", "files".into());
        assert_eq!(
            scope_line(&scope),
            "checked 1 article (1 claim) against 1 fact in 1 article (files, as of 2026-01-29)"
        );
        let audit = Scope {
            mode: "all",
            documents: 312,
            claims: 1_234_567,
            ..Scope::default()
        };
        assert_eq!(scope_line(&audit), "audited 312 articles (1 234 567 claims)");
    }

    #[test]
    fn the_scope_says_what_was_not_read() {
        assert_eq!(
            scope_remarks(&fixture::scope()),
            [
                "could not read a\\u{1b}.md: not UTF-8",
                "not read (language: de): d.md",
                "the repository is shallow",
                "this change also alters the judge: factlint.toml, rules/seat.toml",
                "this change also silences findings: a.md:3",
            ]
        );
        assert!(scope_remarks(&Scope::default()).is_empty());
    }

    #[test]
    fn the_summary_names_what_there_is() {
        let some = Summary {
            errors: 2,
            warnings: 1,
            notes: 0,
            suppressed: 3,
        };
        assert_eq!(summary_line(&some), "2 errors, 1 warning, 3 suppressed");
        assert_eq!(summary_line(&Summary::default()), "no contradiction found");
        let mut sources = Sources::new();
        let findings = [
            fixture::finding(&mut sources),
            fixture::alone(&mut sources, "lundi 3", "lundi 3"),
        ];
        assert_eq!(summary_line(&Summary::new(&findings, 0)), "1 error, 1 warning");
    }

    #[test]
    fn no_format_lets_a_control_character_through() {
        let mut sources = Sources::new();
        let text = "A \u{1b}[31mred \u{9b}2J\u{7}and \u{202e}desrever\u{202c} word,\tlundi\r 3.";
        let mut finding = fixture::alone(&mut sources, text, "lundi");
        finding.message.push_str(" \u{1b}]0;title\u{7}\n\u{2066}");
        finding.help.push('\u{1b}');
        finding.claim.label.message.push('\u{200b}');
        let findings = [finding];
        for format in [Format::Human, Format::Concise, Format::Json] {
            let text = render(
                format,
                &findings,
                &sources,
                &fixture::scope(),
                &Summary::new(&findings, 0),
                fixture::PLAIN,
            );
            let loose: Vec<char> = text
                .chars()
                .filter(|character| *character != '\n' && is_unsafe(*character))
                .collect();
            assert!(loose.is_empty(), "{format:?} lets {loose:?} through");
        }
        assert_eq!(escaped("a\u{1b}[1m\u{202e}é\n"), "a\\u{1b}[1m\\u{202e}é\\n");
    }
}
