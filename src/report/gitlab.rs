//! Code Quality of GitLab: a JSON array in the subset of the Code Climate format that GitLab reads.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Fingerprint, Severity, code};

use super::json::printable;
use super::{Report, position, position_after};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Place<'a>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// The array, with a line end.
pub(super) fn render(report: &Report<'_>) -> String {
    let unread = report.scope.unreadable.iter().map(|(path, reason)| Issue {
        description: report.say(reason),
        check_name: code::UNREADABLE_DOCUMENT,
        fingerprint: Fingerprint::new(code::UNREADABLE_DOCUMENT, "", &mut [path.to_string()]).to_string(),
        severity: "blocker",
        location: Place {
            path: path.as_str(),
            lines: Lines { begin: 1, end: 1 },
        },
    });
    let findings = report.findings.iter().map(|finding| issue(finding, report));
    let mut issues: Vec<Issue<'_>> = unread.chain(findings).collect();
    // GitLab takes two issues of one fingerprint for one.
    let mut seen = std::collections::BTreeMap::new();
    for issue in &mut issues {
        let count = seen.entry(issue.fingerprint.clone()).or_insert(0_usize);
        *count += 1;
        if *count > 1 {
            issue.fingerprint = format!("{}-{count}", issue.fingerprint);
        }
    }
    // Strings and numbers always serialise.
    let text = serde_json::to_string_pretty(&issues).unwrap_or_default();
    format!("{}\n", printable(&text))
}

fn issue<'a>(finding: &'a Diagnostic, report: &Report<'a>) -> Issue<'a> {
    let location = finding.claim.label.location;
    Issue {
        description: report.say(&finding.message),
        check_name: finding.code.as_str(),
        fingerprint: finding.fingerprint.as_str().to_owned(),
        severity: match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note => "info",
        },
        location: Place {
            path: report.sources.get(location.source).path.as_str(),
            lines: Lines {
                begin: position(report.sources, location).line,
                end: position_after(report.sources, location).line,
            },
        },
    }
}
