//! Findings to be heard: whole sentences in reading order, for screen readers and braille. No frame, no
//! caret, no colour, no line broken; what a caret would show is said.

use crate::diagnostic::{Diagnostic, Message, Side};

use super::scope::closing_lines;
use super::{Report, escaped, origin, position};

/// The findings, numbered, then the scope and the summary.
pub(super) fn render(report: &Report<'_>) -> String {
    let mut out = String::new();
    for (number, finding) in report.findings.iter().enumerate() {
        for line in told(finding, number + 1, report) {
            out.push_str(&escaped(&line));
            out.push('\n');
        }
        out.push('\n');
    }
    for line in closing_lines(report) {
        out.push_str(&line);
        out.push('\n');
    }
    out
}

fn told(finding: &Diagnostic, number: usize, report: &Report<'_>) -> Vec<String> {
    let head = Message::new("plain-finding")
        .with("severity", report.severity(finding.severity))
        .with("number", number)
        .with("total", report.findings.len())
        .with("rule", finding.code.as_str());
    let mut lines = vec![report.say(&head), report.say(&finding.message)];
    lines.extend(stands(&finding.claim, "plain-here", report));
    for side in &finding.established {
        lines.extend(stands(side, "plain-established", report));
    }
    for (word, text) in report.remarks(finding) {
        lines.push(format!("{word} {text}"));
    }
    lines
}

/// Where a side stands, and its sentence.
fn stands<'a>(side: &'a Side, id: &'static str, report: &'a Report<'_>) -> impl Iterator<Item = String> + 'a {
    let location = side.label.location;
    let at = position(report.sources, location);
    let place = Message::new(id)
        .with("path", report.sources.get(location.source).path.as_str())
        .with("line", at.line.to_string())
        .with("column", at.column.to_string())
        .with("by", origin(side, None));
    [report.say(&place), report.sentence(side)]
        .into_iter()
        .filter(|line| !line.is_empty())
}
