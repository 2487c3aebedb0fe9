//! One line per finding: `path:line:column: severity[code] message`.

use crate::diagnostic::Diagnostic;
use crate::source::Sources;

use super::{escaped, position};

/// The findings, one line each.
pub(super) fn render(findings: &[Diagnostic], sources: &Sources) -> String {
    findings.iter().map(|finding| line(finding, sources)).collect()
}

/// One finding, with its line end.
pub(super) fn line(finding: &Diagnostic, sources: &Sources) -> String {
    let place = finding.claim.label.location;
    let at = position(sources, place);
    format!(
        "{}:{}:{}: {}[{}] {}\n",
        escaped(sources.get(place.source).path.as_str()),
        at.line,
        at.column,
        finding.severity,
        escaped(finding.code.as_str()),
        escaped(&finding.message),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn a_finding_is_one_line() {
        let mut sources = Sources::new();
        let mut weekday = fixture::alone(&mut sources, "Le lundi 3", "lundi 3");
        weekday.message = "lundi\n3".into();
        let findings = [fixture::finding(&mut sources), weekday];
        assert_eq!(
            render(&findings, &sources),
            "articles/levee.md:3:109: error[funding-amount] Orée Énergie: funding amount is 350 M EUR here, but 500 M EUR in articles/oree.md\n\
             notes/b.txt:1:4: warning[wrong-weekday] lundi\\n3\n"
        );
        assert_eq!(render(&[], &sources), "");
    }
}
