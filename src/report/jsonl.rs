//! Findings for programs that read line by line: the objects of `findings` in JSON, one on each line.

use super::Report;
use super::json::{Finding, printable};

/// One line for each finding.
pub(super) fn render(report: &Report<'_>) -> String {
    let mut out = String::new();
    for finding in report.findings {
        // Strings and numbers always serialise.
        let line = serde_json::to_string(&Finding::new(finding, report)).unwrap_or_default();
        out.push_str(&printable(&line));
        out.push('\n');
    }
    out
}
