//! Ways out: directives in articles and rules that the run ignores. Unused directives are told.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Confidence, Diagnostic, Fingerprint, Message, Severity, Side, code};
use crate::document::Directive;
use crate::source::{Location, RepoPath, SourceId, Span};

/// The directives of one article and the sentences that they cover, as stored bytes.
#[derive(Debug, Clone)]
pub struct Covered {
    /// Where it stands.
    pub path: RepoPath,
    /// Its text.
    pub source: SourceId,
    /// Each directive with the bytes of the sentences that it covers.
    pub directives: Vec<(Directive, Vec<Span>)>,
    /// Whether the change touched the article: only then are unused directives told.
    pub changed: bool,
}

/// What is left after suppression, and how much was suppressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// The findings that stay.
    pub kept: Vec<Diagnostic>,
    /// Those that a directive or the run suppressed.
    pub suppressed: Vec<Diagnostic>,
}

/// Drops what directives cover on either side and what the run ignores; adds a note for every
/// directive of a changed article that covers nothing.
pub fn suppress(findings: Vec<Diagnostic>, covered: &[Covered], ignored: &[String]) -> Suppressed {
    let by_source: BTreeMap<SourceId, &Covered> = covered.iter().map(|article| (article.source, article)).collect();
    let mut used: BTreeSet<(SourceId, usize)> = BTreeSet::new();
    let mut kept = Vec::new();
    let mut suppressed = Vec::new();
    for mut finding in findings {
        let by_run = ignored.iter().any(|rule| rule == finding.code.as_str());
        let here = matching(&finding.claim, &finding.code, &by_source);
        // A directive at an established sentence speaks of that sentence alone.
        let had_sides = !finding.established.is_empty();
        finding
            .established
            .retain(|side| match matching(side, &finding.code, &by_source) {
                Some(hit) => {
                    used.insert(hit);
                    false
                }
                None => true,
            });
        used.extend(here);
        if here.is_some() || by_run || (had_sides && finding.established.is_empty()) {
            suppressed.push(finding);
        } else {
            kept.push(finding);
        }
    }
    for article in covered.iter().filter(|article| article.changed) {
        for (number, (directive, _)) in article.directives.iter().enumerate() {
            let spoken_for = used.contains(&(article.source, number));
            let by_run = !directive.rules.is_empty() && directive.rules.iter().all(|rule| ignored.contains(rule));
            if !spoken_for && !by_run {
                kept.push(unused(article, directive));
            }
        }
    }
    Suppressed { kept, suppressed }
}

fn matching(side: &Side, code: &Code, by_source: &BTreeMap<SourceId, &Covered>) -> Option<(SourceId, usize)> {
    let source = side.label.location.source;
    let article = by_source.get(&source)?;
    let number = article.directives.iter().position(|(directive, spans)| {
        let named = directive.rules.is_empty() || directive.rules.iter().any(|rule| rule == code.as_str());
        named && spans.iter().any(|span| span.overlaps(side.sentence.span))
    })?;
    Some((source, number))
}

fn unused(article: &Covered, directive: &Directive) -> Diagnostic {
    let location = Location {
        source: article.source,
        span: directive.span,
    };
    Diagnostic {
        code: Code::new(code::UNUSED_SUPPRESSION),
        severity: Severity::Note,
        confidence: Confidence::High,
        message: Message::new("suppression-unused"),
        entity: None,
        attribute: None,
        claim: Side::place(location, Some(Message::new("suppression-unused-label"))),
        established: Vec::new(),
        edit: None,
        notes: Vec::new(),
        help: Message::new("help-suppression-unused"),
        fingerprint: Fingerprint::new(
            code::UNUSED_SUPPRESSION,
            "",
            &mut [article.path.to_string(), directive.rules.join(",")],
        ),
    }
}
