//! What a run has read before it compares, and the collections that it compares within.

use std::collections::BTreeSet;

use super::Request;
use super::article::Corpus;
use super::facts::ledger;
use super::history::History;
use super::judge::{Judge, load_judge, read_settings};
use super::sides::Sides;
use crate::config::Config;
use crate::contradiction::{self, Contradiction};
use crate::git::{GitError, Repository, Snapshot};
use crate::language::Language;
use crate::ledger::Ledger;
use crate::rule::Examples;
use crate::source::{RepoPath, Sources};

/// What was read before anything is compared.
pub(super) enum Prepared<'r> {
    /// All that is needed.
    Whole(Box<Run<'r>>),
    /// No article, rule or fact is part of the change: nothing else was read.
    Untouched(Box<Untouched>),
    /// The configuration, rules or facts cannot be used: no article was read.
    Unjudged(Box<Judge>, Sources),
}

/// What a run has read before it compares.
pub(super) struct Run<'r> {
    pub(super) repository: &'r Repository,
    pub(super) request: &'r Request,
    pub(super) sides: Sides,
    pub(super) judge: Judge,
    pub(super) corpus: Corpus,
    pub(super) sources: Sources,
}

impl<'r> Run<'r> {
    /// Reads the sides, the judge and the articles.
    pub(super) fn prepare(repository: &'r Repository, request: &'r Request) -> Result<Prepared<'r>, GitError> {
        let sides = Sides::of(repository, &request.mode)?;
        let judged_by = match &request.config_from {
            Some(rev) => Some(repository.resolve(rev)?),
            None => None,
        };
        let judging = judged_by.as_ref().unwrap_or(&sides.new);
        if let Some(untouched) = Untouched::of(repository, request, &sides, judging)? {
            return Ok(Prepared::Untouched(Box::new(untouched)));
        }
        let listing = sides.listing(repository)?;
        let mut sources = Sources::new();
        let judge = std::thread::scope(|scope| {
            // The first article needs the words of its language: they are read beside the rules.
            scope.spawn(|| Language::ALL.map(Language::tables));
            match &judged_by {
                Some(snapshot) => {
                    let listing = repository.entries(snapshot)?;
                    load_judge(repository, snapshot, &listing, Examples::Skip, &mut sources)
                }
                None => load_judge(repository, &sides.new, &listing, Examples::Skip, &mut sources),
            }
        })?;
        if !judge.mistakes.is_empty() {
            return Ok(Prepared::Unjudged(Box::new(judge), sources));
        }
        let corpus = Corpus::read(repository, &sides, &listing, &judge, request, &mut sources)?;
        Ok(Prepared::Whole(Box::new(Run {
            repository,
            request,
            sides,
            judge,
            corpus,
            sources,
        })))
    }

    pub(super) fn history(&self) -> History<'_> {
        History::new(self.repository, &self.sides, &self.sources)
    }

    /// The facts of each collection, which is a world of its own, and what contradicts there.
    pub(super) fn each_collection(&self, visit: &mut dyn FnMut(&Ledger, &[Contradiction])) -> Result<(), GitError> {
        self.each_ledger(&|ledger| ledger, visit)
    }

    /// The same as if everything were new.
    pub(super) fn each_collection_as_new(
        &self,
        visit: &mut dyn FnMut(&Ledger, &[Contradiction]),
    ) -> Result<(), GitError> {
        self.each_ledger(&Ledger::as_new, visit)
    }

    fn each_ledger(
        &self,
        taken: &dyn Fn(Ledger) -> Ledger,
        visit: &mut dyn FnMut(&Ledger, &[Contradiction]),
    ) -> Result<(), GitError> {
        let mut history = self.history();
        for collection in collections(&self.corpus, &self.judge) {
            let ledger = taken(ledger(&self.corpus, &self.judge, self.request, &self.sides, collection));
            let contradictions = contradiction::find(&ledger, &self.judge.rules, &mut |fact| history.written_by(fact))?;
            visit(&ledger, &contradictions);
        }
        Ok(())
    }
}

/// A change that touches nothing that is read.
#[derive(Debug)]
pub struct Untouched {
    snapshot: Snapshot,
    settings: Config,
}

impl Untouched {
    fn of(
        repository: &Repository,
        request: &Request,
        sides: &Sides,
        judging: &Snapshot,
    ) -> Result<Option<Self>, GitError> {
        let unnamed = !sides.unrepresentable.is_empty() || !sides.unreadable.is_empty();
        // A rule to ignore is looked up among all rules.
        if sides.is_audit || unnamed || !sides.new.conflicts().is_empty() || !request.ignore.is_empty() {
            return Ok(None);
        }
        let settings = read_settings(repository, judging)?.filter(|settings| {
            settings.judging(sides.changed_paths()).is_empty()
                && !sides.changed_paths().any(|path| settings.articles.contains(path))
        });
        Ok(settings.map(|settings| Self {
            snapshot: sides.new.clone(),
            settings,
        }))
    }

    /// Whether there is any article among some paths. A hook need not know; it may take a look at every path.
    ///
    /// # Errors
    ///
    /// Where Git cannot be read.
    pub fn holds_articles(&self, repository: &Repository, paths: &[RepoPath]) -> Result<bool, GitError> {
        repository.any_path(&self.snapshot, |path| {
            super::is_asked_for(paths, path) && self.settings.articles.contains(path)
        })
    }
}

/// The collections that the articles belong to; none for those of no collection.
pub(super) fn collections<'j>(corpus: &Corpus, judge: &'j Judge) -> BTreeSet<Option<&'j str>> {
    corpus
        .articles
        .iter()
        .map(|article| judge.config.articles.collection(&article.document.path))
        .collect()
}
