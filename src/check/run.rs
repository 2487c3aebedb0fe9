//! What a run has read before it compares, and the collections that it compares within.

use std::collections::BTreeSet;

use super::Request;
use super::article::Article;
use super::corpus::Corpus;
use super::facts::{Dating, ledger};
use super::file_set::Files;
use super::history::History;
use super::judge::{Judge, load_judge_beside_tables, read_settings};
use super::related::{claims_of, derived_alike, related};
use super::sides::Sides;
use super::standing::{Keeping, Standing, Watch, refuse_mistakes, standing_article};
use crate::config::Config;
use crate::contradiction::{self, Contradiction};
use crate::diagnostic::Diagnostic;
use crate::git::{GitError, Repository, Snapshot};
use crate::ledger::{Content, Index, Ledger, Number, Record, Totals};
use crate::source::{BlobId, RepoPath, Sources};

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
    pub(super) standing: Standing,
    /// The documents of the ledger that are part of the corpus.
    known: BTreeSet<Number>,
    /// What the articles that stand unchanged come to.
    pub(super) standing_totals: Totals,
    pub(super) sources: Sources,
}

impl<'r> Run<'r> {
    /// Reads the sides, the judge and the articles.
    pub(super) fn prepare(
        repository: &'r Repository,
        request: &'r Request,
        keeping: &Keeping,
        watch: &dyn Watch,
    ) -> Result<Prepared<'r>, GitError> {
        let sides = Sides::of(repository, &request.mode)?;
        let judged_by = match &request.config_from {
            Some(rev) => Some(repository.resolve(rev)?),
            None => None,
        };
        let judging = judged_by.as_ref().unwrap_or(&sides.new);
        if let Some(untouched) = Untouched::of(repository, request, &sides, judging)? {
            return Ok(Prepared::Untouched(Box::new(untouched)));
        }
        let mut sources = Sources::new();
        let paths: Vec<RepoPath> = sides.changed_paths().cloned().collect();
        let files = Files::of_run(repository, &sides, judged_by.as_ref(), &paths);
        let judge = load_judge_beside_tables(&files, &mut sources)?;
        if !judge.mistakes.is_empty() {
            return Ok(Prepared::Unjudged(Box::new(judge), sources));
        }
        let standing = Standing::of(repository, &sides, &judge, keeping, watch)?;
        let standing_totals = match sides.is_audit {
            true => Totals::default(),
            false => standing.index.totals(),
        };
        let corpus = Corpus::read(repository, &sides, &judge, request, &standing, &mut sources)?;
        let mut run = Run {
            repository,
            request,
            sides,
            judge,
            corpus,
            standing,
            standing_totals,
            known: BTreeSet::new(),
            sources,
        };
        run.file_changed();
        run.gather(true)?;
        Ok(Prepared::Whole(Box::new(run)))
    }

    /// The same for who needs a run that compares; none where the change touches nothing that is read.
    ///
    /// # Errors
    ///
    /// Where Git cannot be read, or the user's files cannot be used.
    pub(super) fn whole(
        repository: &'r Repository,
        request: &'r Request,
        keeping: &Keeping,
        watch: &dyn Watch,
    ) -> Result<Option<Self>, GitError> {
        match Self::prepare(repository, request, keeping, watch)? {
            Prepared::Whole(run) => Ok(Some(*run)),
            Prepared::Untouched(_) => Ok(None),
            Prepared::Unjudged(judge, _) => {
                refuse_mistakes(&judge)?;
                Ok(None)
            }
        }
    }

    /// Shows each contradiction whose fingerprint begins so, with its finding.
    pub(super) fn each_named(
        &self,
        fingerprint: &str,
        visit: &mut dyn FnMut(&Ledger<'_>, &Contradiction, Diagnostic),
    ) -> Result<(), GitError> {
        self.each_collection(&mut |ledger, contradictions| {
            for contradiction in contradictions {
                let described = contradiction::describe(contradiction, ledger, &self.judge.rules);
                if let Some(finding) = described.filter(|finding| finding.fingerprint.as_str().starts_with(fingerprint))
                {
                    visit(ledger, contradiction, finding);
                }
            }
        })
    }

    /// Lets the ledger know what the changed articles tell of names.
    fn file_changed(&mut self) {
        if self.sides.is_audit {
            self.standing.failure = self.standing.index.failure();
            self.standing.index = Index::in_memory();
        }
        let articles = &self.judge.config.articles;
        for article in &self.corpus.articles {
            let record = Record {
                path: article.path.clone(),
                blob: article.blob.clone().unwrap_or_else(|| BlobId::new("")),
                content: Content::Article(article.statements()),
            };
            let (collection, establishes) = (articles.collection(&article.path), articles.establishes(&article.path));
            self.known
                .insert(self.standing.index.add(record, collection, establishes));
        }
    }

    /// Adds the articles that stand and that state what the changed ones newly state, or all that they state.
    fn gather(&mut self, new_only: bool) -> Result<(), GitError> {
        if self.sides.is_audit {
            return Ok(());
        }
        let articles = &self.judge.config.articles;
        let mut numbers = BTreeSet::new();
        for collection in self.collections() {
            let belongs = |article: &&Article| articles.collection(&article.path) == collection;
            let of_collection = self.corpus.articles.iter().filter(belongs);
            let claims = claims_of(of_collection, new_only);
            numbers.extend(related(&self.standing.index, &self.judge, collection, claims));
        }
        let mut found = Vec::new();
        for number in numbers.into_iter().filter(|number| self.known.insert(*number)) {
            let (index, sources) = (&self.standing.index, &mut self.sources);
            found.extend(standing_article(self.repository, &self.judge, index, number, sources)?);
        }
        self.corpus.add_standing(found);
        Ok(())
    }

    /// Adds what is needed to compare the changed articles as if everything were new: what stands may then
    /// contradict what stands.
    pub(super) fn gather_all(&mut self) -> Result<(), GitError> {
        self.gather(false)?;
        self.gather(false)
    }

    fn collections(&self) -> BTreeSet<Option<&str>> {
        let articles = self.corpus.articles.iter();
        articles
            .map(|article| self.judge.config.articles.collection(&article.path))
            .collect()
    }

    pub(super) fn history(&self) -> History<'_> {
        History::new(self.repository, &self.sides, &self.sources)
    }

    /// The facts of each collection, which is a world of its own, and what contradicts there.
    pub(super) fn each_collection(&self, visit: &mut dyn FnMut(&Ledger<'_>, &[Contradiction])) -> Result<(), GitError> {
        self.each_ledger(Taken::AsItIs, visit)
    }

    /// The same as if everything were new.
    pub(super) fn each_collection_as_new(
        &self,
        visit: &mut dyn FnMut(&Ledger<'_>, &[Contradiction]),
    ) -> Result<(), GitError> {
        self.each_ledger(Taken::AsNew, visit)
    }

    fn each_ledger(&self, taken: Taken, visit: &mut dyn FnMut(&Ledger<'_>, &[Contradiction])) -> Result<(), GitError> {
        let mut history = self.history();
        let dating = Dating {
            as_of: self.request.as_of,
            is_audit: self.sides.is_audit,
        };
        // What nothing new speaks of need not be looked up.
        let new = claims_of(self.corpus.articles.iter(), true);
        let stated: BTreeSet<&str> = new.map(|claim| claim.attribute.as_str()).collect();
        let alike = stated
            .iter()
            .flat_map(|attribute| derived_alike(&self.judge.rules, attribute));
        let wanted: BTreeSet<String> = alike.collect();
        for collection in self.collections() {
            let (index, articles) = (&self.standing.index, &self.corpus.articles);
            let wanted = match taken {
                Taken::AsItIs => Some(&wanted),
                Taken::AsNew => None,
            };
            let parents = self.sides.olds.len();
            let ledger = ledger(articles, index, &self.judge, dating, parents, collection, wanted);
            let ledger = match taken {
                Taken::AsItIs => ledger,
                Taken::AsNew => ledger.as_new(),
            };
            let contradictions = contradiction::find(&ledger, &self.judge.rules, &mut |fact| history.written_by(fact))?;
            visit(&ledger, &contradictions);
        }
        Ok(())
    }
}

/// How the facts of a collection are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// What the change added is new.
    AsItIs,
    /// Everything is new.
    AsNew,
}

/// A change that touches nothing that is read.
#[derive(Debug)]
pub struct Untouched {
    snapshot: Snapshot,
    settings: Config,
}

impl Untouched {
    pub(super) fn new(snapshot: Snapshot, settings: Config) -> Self {
        Self { snapshot, settings }
    }

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
