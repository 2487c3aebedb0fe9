//! Who wrote a sentence and when, as far as history reaches.

use jiff::civil::Date;

use super::sides::Sides;
use crate::diagnostic::{Diagnostic, Introduction};
use crate::git::{GitError, Origin, Repository};
use crate::ledger::Fact;
use crate::source::{LineIndex, SourceId, Sources, Span};

/// How many established sentences of one finding are looked up in history.
const SHOWN: usize = 3;

/// The day of the commit that introduced a fact's sentence, where history reaches it.
pub(super) fn written_by(
    repository: &Repository,
    sides: &Sides,
    sources: &Sources,
    fact: &Fact,
) -> Result<Option<Date>, GitError> {
    let found = introduction(
        repository,
        sides,
        sources,
        fact.provenance.source,
        fact.claim.evidence.value,
    )?;
    Ok(found.and_then(|found| found.date.parse().ok()))
}

fn introduction(
    repository: &Repository,
    sides: &Sides,
    sources: &Sources,
    source: SourceId,
    span: Span,
) -> Result<Option<Introduction>, GitError> {
    let source = sources.get(source);
    let lines = LineIndex::new(&source.text);
    let line = lines.line_span(&source.text, lines.position(&source.text, span.start).line);
    let line = source.text.get(line.start..line.end).unwrap_or_default();
    for commit in &sides.history {
        let (found, is_bound) = match repository.introduced(commit, &source.path, line)? {
            Some(Origin::In(found)) => (found, false),
            Some(Origin::InOrBefore(found)) => (found, true),
            None => continue,
        };
        return Ok(Some(Introduction {
            commit: found.commit.as_str().to_owned(),
            author: found.author,
            date: found.date,
            is_bound,
        }));
    }
    Ok(None)
}

/// Looks up who introduced the sentences that are shown.
pub(super) fn trace_back(
    repository: &Repository,
    sides: &Sides,
    sources: &Sources,
    finding: &mut Diagnostic,
) -> Result<(), GitError> {
    // In a merge both sides are history.
    let claim = Some(&mut finding.claim).filter(|_| sides.olds.len() > 1);
    for side in claim.into_iter().chain(finding.established.iter_mut().take(SHOWN)) {
        let location = side.label.location;
        side.introduced = introduction(repository, sides, sources, location.source, location.span)?;
    }
    Ok(())
}
