//! How many findings there are of each kind and in each file, instead of the findings.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Severity;

use super::json::printable;
use super::scope::closing_lines;
use super::{Report, escaped};

/// How many files are listed.
const FILES_SHOWN: usize = 10;

/// How often one code spoke.
#[derive(Debug, Serialize)]
struct Count<'a> {
    code: &'a str,
    severity: &'static str,
    findings: usize,
}

#[derive(Debug, Serialize)]
struct FileCount<'a> {
    path: &'a str,
    findings: usize,
}

#[derive(Serialize)]
struct Whole<'a> {
    schema: u32,
    codes: Vec<Count<'a>>,
    files: Vec<FileCount<'a>>,
    suppressed: usize,
}

/// Counts by code, the most frequent first, then by file, then the scope and the summary.
pub fn statistics(report: &Report<'_>) -> String {
    let mut out = String::new();
    for count in codes(report) {
        let severity = match count.severity {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => Severity::Note,
        };
        out.push_str(&format!(
            "{:>6}  {}[{}]\n",
            count.findings,
            report.severity(severity),
            escaped(count.code)
        ));
    }
    let files = files(report);
    if !files.is_empty() {
        out.push('\n');
    }
    for count in files.iter().take(FILES_SHOWN) {
        out.push_str(&format!("{:>6}  {}\n", count.findings, escaped(count.path)));
    }
    if files.len() > FILES_SHOWN {
        let more = crate::diagnostic::Message::new("and-more").with("count", files.len() - FILES_SHOWN);
        out.push_str(&format!("        {}\n", report.say(&more)));
    }
    if !files.is_empty() {
        out.push('\n');
    }
    for line in closing_lines(report) {
        out.push_str(&line);
        out.push('\n');
    }
    out
}

/// The same as JSON, with all files.
pub fn statistics_json(report: &Report<'_>) -> String {
    let whole = Whole {
        schema: 1,
        codes: codes(report),
        files: files(report),
        suppressed: report.summary.suppressed,
    };
    // Strings and numbers always serialise.
    let text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    format!("{}\n", printable(&text))
}

fn codes<'r>(report: &Report<'r>) -> Vec<Count<'r>> {
    let mut counts: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
    for finding in report.findings {
        *counts.entry((finding.code.as_str(), finding.severity)).or_default() += 1;
    }
    let mut counts: Vec<Count<'_>> = counts
        .into_iter()
        .map(|((code, severity), findings)| Count {
            code,
            severity: severity.as_str(),
            findings,
        })
        .collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.findings));
    counts
}

fn files<'r>(report: &Report<'r>) -> Vec<FileCount<'r>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in report.findings {
        let path = report.sources.get(finding.claim.label.location.source).path.as_str();
        *counts.entry(path).or_default() += 1;
    }
    let mut counts: Vec<FileCount<'_>> = counts
        .into_iter()
        .map(|(path, findings)| FileCount { path, findings })
        .collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.findings));
    counts
}
