//! JUnit XML, which most CI systems show as a list of tests: a suite for each article, a case for each finding.

use std::collections::BTreeMap;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use crate::diagnostic::{Diagnostic, Severity};

use super::scope::closing_lines;
use super::{Report, escaped, escaped_lines, is_of_settings, place_of, position};

/// The report. A run without findings has one case, which passes.
pub(super) fn render(report: &Report<'_>) -> String {
    let mut whole = quick_junit::Report::new("factlint");
    let mut suites: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in report.findings {
        let path = report.sources.get(finding.claim.label.location.source).path.as_str();
        suites.entry(path).or_default().push(finding);
    }
    for (path, findings) in suites {
        let mut suite = TestSuite::new(escaped(path));
        suite.add_test_cases(findings.into_iter().map(|finding| case(finding, report)));
        whole.add_test_suite(suite);
    }
    let mut scope = TestSuite::new("factlint");
    for (path, reason) in &report.scope.unreadable {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(escaped_lines(&report.say(reason)));
        let mut unread = TestCase::new(escaped(path.as_str()), status);
        unread.set_classname("unreadable-document");
        scope.add_test_case(unread);
    }
    let mut read = TestCase::new("scope", TestCaseStatus::success());
    read.set_classname("factlint");
    read.set_system_out(closing_lines(report).join("\n"));
    scope.add_test_case(read);
    whole.add_test_suite(scope);
    // Writing XML into memory does not fail.
    whole.to_string().unwrap_or_default()
}

fn case(finding: &Diagnostic, report: &Report<'_>) -> TestCase {
    let message = escaped_lines(&report.say(&finding.message));
    let location = finding.claim.label.location;
    let at = position(report.sources, location);
    let path = escaped(report.sources.get(location.source).path.as_str());
    let mut lines = vec![format!(
        "{path}:{}:{}: {}",
        at.line,
        at.column,
        report.sentence(&finding.claim)
    )];
    for side in &finding.established {
        lines.push(format!("{}: {}", place_of(side, report), report.sentence(side)));
    }
    let remarks = report.remarks(finding).into_iter();
    lines.extend(remarks.map(|(word, text)| format!("{word} {text}")));
    let description = escaped_lines(&lines.join("\n"));
    let status = match finding.severity {
        // A note fails nothing.
        Severity::Note => TestCaseStatus::success(),
        severity => {
            let kind = match is_of_settings(finding) {
                true => NonSuccessKind::Error,
                false => NonSuccessKind::Failure,
            };
            let mut status = TestCaseStatus::non_success(kind);
            status.set_message(message.clone());
            status.set_type(severity.as_str());
            status.set_description(description.clone());
            status
        }
    };
    let mut case = TestCase::new(format!("{path}:{} {message}", at.line), status);
    case.set_classname(finding.code.as_str());
    if finding.severity == Severity::Note {
        case.set_system_out(description);
    }
    case
}
