//! One line per finding: `path:line:column: severity[code] message`.

use crate::diagnostic::Diagnostic;

use super::{Report, escaped, position};

/// The findings, one line each.
pub(super) fn render(report: &Report<'_>) -> String {
    report.findings.iter().map(|finding| line(finding, report)).collect()
}

/// One finding, with its line end.
pub(super) fn line(finding: &Diagnostic, report: &Report<'_>) -> String {
    let place = finding.claim.label.location;
    let at = position(report.sources, place);
    format!(
        "{}:{}:{}: {}[{}] {}\n",
        escaped(report.sources.get(place.source).path.as_str()),
        at.line,
        at.column,
        finding.severity,
        escaped(finding.code.as_str()),
        escaped(&report.say(&finding.message)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Message;
    use crate::report::fixture;
    use crate::source::Sources;

    #[test]
    fn a_finding_is_one_line() {
        let mut sources = Sources::new();
        let mut weekday = fixture::alone(&mut sources, "Le lundi 3", "lundi 3");
        weekday.message = Message::verbatim("lundi\n3");
        let findings = [fixture::finding(&mut sources), weekday];
        let scope = fixture::scope();
        assert_eq!(
            render(&fixture::report(&findings, &sources, &scope)),
            "articles/levee.md:3:109: error[funding-amount] Orée Énergie: funding amount is 350 M EUR here, but 500 M EUR in articles/oree.md\n\
             notes/b.txt:1:4: warning[wrong-weekday] lundi\\n3\n"
        );
        assert_eq!(render(&fixture::report(&[], &sources, &scope)), "");
    }
}
