//! Findings for programs: one JSON object, version 1.

use std::fmt::Write;

use serde::Serialize;

use crate::diagnostic;
use crate::source;
use crate::source::Sources;

use super::{is_unsafe, position};

/// The report as JSON, indented by two spaces, with a line end.
pub(super) fn render(report: &super::Report<'_>) -> String {
    let whole = Report {
        schema: 1,
        scope: Scope::new(report.scope, report.tongue),
        findings: report
            .findings
            .iter()
            .map(|finding| Finding::new(finding, report))
            .collect(),
        summary: Summary::from(report.summary),
    };
    // Strings and numbers always serialise. Were it otherwise, a bare string is what no
    // reader takes for a report without findings.
    let text = serde_json::to_string_pretty(&whole)
        .unwrap_or_else(|error| serde_json::Value::String(error.to_string()).to_string());
    let mut out = printable(&text);
    out.push('\n');
    out
}

/// The same JSON, safe to show in a terminal: JSON itself escapes only the first 32 characters.
pub(super) fn printable(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if character != '\n' && is_unsafe(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a `String` does not fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(character);
        }
    }
    out
}

#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    scope: Scope<'a>,
    findings: Vec<Finding<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Scope<'a> {
    mode: &'a str,
    sides: String,
    documents: usize,
    claims: usize,
    facts: usize,
    articles: usize,
    as_of: Option<&'a str>,
    unreadable: Vec<Unreadable<'a>>,
    not_read: Vec<NotRead<'a>>,
    remarks: Vec<String>,
    judge_changed: Vec<&'a str>,
    ignores_added: Vec<Place<'a>>,
    judged_by: Option<&'a str>,
    told_elsewhere: usize,
    untouched: bool,
}

impl From<super::Summary> for Summary {
    fn from(summary: super::Summary) -> Self {
        Self {
            errors: summary.errors,
            warnings: summary.warnings,
            notes: summary.notes,
            suppressed: summary.suppressed,
        }
    }
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    line: usize,
}

impl<'a> Scope<'a> {
    fn new(scope: &'a diagnostic::Scope, tongue: diagnostic::Tongue) -> Self {
        Self {
            mode: scope.mode,
            sides: scope
                .sides
                .as_ref()
                .map(|sides| sides.told_plainly(tongue))
                .unwrap_or_default(),
            documents: scope.documents,
            claims: scope.claims,
            facts: scope.facts,
            articles: scope.articles,
            as_of: Some(scope.as_of.as_str()).filter(|day| !day.is_empty()),
            unreadable: scope
                .unreadable
                .iter()
                .map(|(path, reason)| Unreadable {
                    path: path.as_str(),
                    reason: reason.told_plainly(tongue),
                })
                .collect(),
            not_read: scope
                .not_read
                .iter()
                .map(|(path, language)| NotRead {
                    path: path.as_str(),
                    language,
                })
                .collect(),
            remarks: scope.remarks.iter().map(|remark| remark.told_plainly(tongue)).collect(),
            ignores_added: scope
                .ignores_added
                .iter()
                .map(|(path, line)| Place {
                    path: path.as_str(),
                    line: *line,
                })
                .collect(),
            judged_by: scope.judged_by.as_deref(),
            told_elsewhere: scope.told_elsewhere,
            untouched: scope.untouched,
            judge_changed: scope.judge_changed.iter().map(source::RepoPath::as_str).collect(),
        }
    }
}

#[derive(Serialize)]
struct Unreadable<'a> {
    path: &'a str,
    reason: String,
}

#[derive(Serialize)]
struct NotRead<'a> {
    path: &'a str,
    language: &'a str,
}

#[derive(Serialize)]
pub(super) struct Finding<'a> {
    code: &'a str,
    severity: &'static str,
    confidence: &'static str,
    message: String,
    entity: Option<&'a str>,
    attribute: Option<&'a str>,
    claim: Side<'a>,
    established: Vec<Side<'a>>,
    notes: Vec<String>,
    edit: Option<Edit<'a>>,
    help: String,
    fingerprint: &'a str,
}

impl<'a> Finding<'a> {
    pub(super) fn new(finding: &'a diagnostic::Diagnostic, report: &super::Report<'a>) -> Self {
        Self {
            code: finding.code.as_str(),
            severity: finding.severity.as_str(),
            confidence: finding.confidence.as_str(),
            message: report.say(&finding.message),
            entity: finding.entity.as_deref(),
            attribute: finding.attribute.as_deref(),
            claim: Side::new(&finding.claim, report.sources),
            established: finding
                .established
                .iter()
                .map(|side| Side::new(side, report.sources))
                .collect(),
            notes: finding.notes.iter().map(|note| report.say(&note.message)).collect(),
            edit: finding.edit.map(|edit| Edit {
                path: report.sources.get(edit.at.source).path.as_str(),
                span: Span::new(edit.at.span),
                replacement: report.words(edit.with),
            }),
            help: report.say(&finding.help),
            fingerprint: finding.fingerprint.as_str(),
        }
    }
}

#[derive(Serialize)]
struct Edit<'a> {
    path: &'a str,
    span: Span,
    replacement: String,
}

#[derive(Serialize)]
struct Side<'a> {
    path: &'a str,
    commit: Option<&'a str>,
    date: Option<&'a str>,
    author: Option<&'a str>,
    /// Whether the commit or an older one introduced the text: history was followed no further.
    commit_is_bound: bool,
    value: &'a str,
    modality: &'static str,
    as_of: Option<&'a str>,
    span: Span,
    sentence: Span,
    line: usize,
    column: usize,
    utf16_column: usize,
    text: &'a str,
}

impl<'a> Side<'a> {
    fn new(side: &'a diagnostic::Side, sources: &'a Sources) -> Self {
        let place = side.label.location;
        let at = position(sources, place);
        Self {
            path: sources.get(place.source).path.as_str(),
            commit: side.introduced.as_ref().map(|introduced| introduced.commit.as_str()),
            date: side.introduced.as_ref().map(|introduced| introduced.date.as_str()),
            author: side.introduced.as_ref().map(|introduced| introduced.author.as_str()),
            commit_is_bound: side.introduced.as_ref().is_some_and(|introduced| introduced.is_bound),
            value: &side.value,
            modality: side.modality,
            as_of: side.as_of.as_deref(),
            span: Span::new(place.span),
            sentence: Span::new(side.sentence.span),
            line: at.line,
            column: at.column,
            utf16_column: at.utf16_column,
            text: sources.text(place),
        }
    }
}

#[derive(Serialize)]
struct Span {
    start: usize,
    end: usize,
}

impl Span {
    fn new(span: source::Span) -> Self {
        Self {
            start: span.start,
            end: span.end,
        }
    }
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    notes: usize,
    suppressed: usize,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::report::fixture;

    fn parsed(findings: &[diagnostic::Diagnostic], sources: &Sources) -> Value {
        let scope = fixture::scope();
        let text = render(&fixture::report(findings, sources, &scope));
        assert!(text.starts_with("{\n  \"schema\": 1,\n  \"scope\": {\n    \"mode\": \"staged\",\n"));
        assert!(text.ends_with("}\n"));
        serde_json::from_str(&text).expect("the report is JSON")
    }

    #[test]
    fn the_shape_is_version_1() {
        let mut sources = Sources::new();
        let finding = fixture::finding(&mut sources);
        let fingerprint = finding.fingerprint.as_str().to_owned();
        let (value, sentence) = (finding.claim.label.location.span, finding.claim.sentence.span);
        let (other_value, other_sentence) = (
            finding.established[0].label.location.span,
            finding.established[0].sentence.span,
        );
        assert_eq!(
            parsed(&[finding], &sources),
            json!({
                "schema": 1,
                "scope": {
                    "mode": "staged", "sides": "staged", "documents": 2, "claims": 14, "facts": 1203, "articles": 312, "as_of": "2026-01-29",
                    "unreadable": [{"path": "a\u{1b}.md", "reason": "not UTF-8"}],
                    "not_read": [{"path": "d.md", "language": "de"}],
                    "remarks": ["the repository is shallow"],
                    "judge_changed": ["factlint.toml", "rules/seat.toml"],
                    "ignores_added": [{"path": "a.md", "line": 3}],
                    "judged_by": "main",
                    "told_elsewhere": 0,
                    "untouched": false,
                },
                "findings": [{
                    "code": "funding-amount", "severity": "error", "confidence": "high",
                    "message": "Orée Énergie: funding amount is 350 M EUR here, but 500 M EUR in articles/oree.md",
                    "entity": "Orée Énergie", "attribute": "funding-amount",
                    "claim": {
                        "path": "articles/levee.md", "commit": null, "date": null, "author": null, "commit_is_bound": false,
                        "value": "350 M EUR", "modality": "asserted", "as_of": "2026-01-23",
                        "span": {"start": value.start, "end": value.end},
                        "sentence": {"start": sentence.start, "end": sentence.end},
                        "line": 3, "column": 109, "utf16_column": 109, "text": "350 millions d’euros",
                    },
                    "established": [{
                        "path": "articles/oree.md", "commit": "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d", "date": "2026-01-23", "author": "Zoé Marchand", "commit_is_bound": false,
                        "value": "500 M EUR", "modality": "asserted", "as_of": "2026-01-23",
                        "span": {"start": other_value.start, "end": other_value.end},
                        "sentence": {"start": other_sentence.start, "end": other_sentence.end},
                        "line": 5, "column": 21, "utf16_column": 21, "text": "€500 million",
                    }],
                    "edit": null,
                    "notes": ["both speak of the Series A"],
                    "help": "correct the sentence, name the round that it speaks of, or accept the new value",
                    "fingerprint": fingerprint,
                }],
                "summary": {"errors": 1, "warnings": 0, "notes": 0, "suppressed": 1},
            })
        );
    }

    #[test]
    fn what_a_terminal_would_obey_is_escaped_and_comes_back() {
        let mut sources = Sources::new();
        let value = "𝄞\u{9b}2J\u{202e}\u{e0041}\u{1b}[0m";
        let finding = fixture::alone(&mut sources, &format!("𝄞 {value}"), value);
        let report = parsed(&[finding], &sources);
        let claim = &report["findings"][0]["claim"];
        assert_eq!(claim["text"], value);
        assert_eq!((&claim["column"], &claim["utf16_column"]), (&json!(3), &json!(4)));
        assert_eq!(report["findings"][0]["entity"], Value::Null);
        assert_eq!(report["findings"][0]["established"], json!([]));
    }
}
