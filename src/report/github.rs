//! Annotations of GitHub Actions: workflow commands on standard output, shown at the lines of a pull request.
//! Form and escapes are those of the documentation of workflow commands (`::error file=…,line=…::message`).

use crate::diagnostic::{Diagnostic, Severity, code};

use super::{Report, place_of, position_after};

/// One command for each finding and each article that could not be read.
pub(super) fn render(report: &Report<'_>) -> String {
    let unread = report.scope.unreadable.iter().map(|(path, reason)| {
        let title = property(&format!("factlint: {}", code::UNREADABLE_DOCUMENT));
        let file = property(path.as_str());
        format!("::error file={file},title={title}::{}\n", data(&report.say(reason)))
    });
    let findings = report.findings.iter().map(|finding| command(finding, report));
    unread.chain(findings).collect()
}

fn command(finding: &Diagnostic, report: &Report<'_>) -> String {
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let location = finding.claim.label.location;
    let (from, to) = (
        super::position(report.sources, location),
        position_after(report.sources, location),
    );
    let path = report.sources.get(location.source).path.as_str();
    let mut properties = format!("file={},line={},endLine={}", property(path), from.line, to.line);
    // Columns count only within one line.
    if from.line == to.line {
        properties.push_str(&format!(",col={},endColumn={}", from.column, to.column));
    }
    let title = property(&format!("factlint: {}", finding.code));
    let mut lines = vec![report.say(&finding.message)];
    for side in &finding.established {
        let (place, sentence) = (place_of(side, report), report.sentence(side));
        lines.push(format!("{place}: {sentence}"));
    }
    let remarks = report.remarks(finding).into_iter();
    lines.extend(remarks.map(|(word, text)| format!("{word} {text}")));
    format!("::{kind} {properties},title={title}::{}\n", data(&lines.join("\n")))
}

fn data(text: &str) -> String {
    super::escaped_lines(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
