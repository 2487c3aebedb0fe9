//! Who wrote a sentence and when, as far as history reaches.

use std::collections::HashMap;

use jiff::civil::Date;

use super::sides::Sides;
use super::standing::fill;
use crate::diagnostic::{Diagnostic, Introduction};
use crate::git::{GitError, Origin, Repository};
use crate::ledger::Fact;
use crate::source::{LineIndex, RepoPath, SourceId, Sources, Span};

/// How many established sentences of one finding are looked up in history.
const SHOWN: usize = 3;

/// Looks sentences up in history, each once.
pub(super) struct History<'r> {
    repository: &'r Repository,
    sides: &'r Sides,
    sources: &'r Sources,
    known: HashMap<(SourceId, usize), Option<Introduction>>,
}

impl<'r> History<'r> {
    pub(super) fn new(repository: &'r Repository, sides: &'r Sides, sources: &'r Sources) -> Self {
        Self {
            repository,
            sides,
            sources,
            known: HashMap::new(),
        }
    }

    /// The day of the commit that introduced a fact's sentence, where history reaches it.
    pub(super) fn written_by(&mut self, fact: &Fact) -> Result<Option<Date>, GitError> {
        let found = self.introduction(fact.provenance.source, fact.claim.evidence.value)?;
        Ok(found.and_then(|found| found.date.parse().ok()))
    }

    /// Looks up who introduced the sentences that are shown.
    pub(super) fn trace_back(&mut self, finding: &mut Diagnostic) -> Result<(), GitError> {
        // In a merge both sides are history.
        let claim = Some(&mut finding.claim).filter(|_| self.sides.olds.len() > 1);
        for side in claim.into_iter().chain(finding.established.iter_mut().take(SHOWN)) {
            let location = side.label.location;
            side.introduced = self.introduction(location.source, location.span)?;
        }
        Ok(())
    }

    fn introduction(&mut self, source: SourceId, span: Span) -> Result<Option<Introduction>, GitError> {
        fill(self.repository, self.sources, source)?;
        let text = self.sources.get(source).text();
        let lines = LineIndex::new(text);
        let number = lines.position(text, span.start).line;
        if let Some(known) = self.known.get(&(source, number)) {
            return Ok(known.clone());
        }
        let line = lines.line_span(text, number);
        let line = text.get(line.start..line.end).unwrap_or_default();
        let found = self.first_with(&self.sources.get(source).path, line)?;
        self.known.insert((source, number), found.clone());
        Ok(found)
    }

    /// What the first commit of the history that holds the line knows of it.
    fn first_with(&self, path: &RepoPath, line: &str) -> Result<Option<Introduction>, GitError> {
        let paths = || std::iter::once(path).chain(self.sides.former_paths(path));
        let places = self
            .sides
            .history
            .iter()
            .flat_map(|commit| paths().map(move |path| (commit, path)));
        for (commit, path) in places {
            let (found, is_bound) = match self.repository.introduced(commit, path, line)? {
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
}
