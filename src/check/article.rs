//! An article of the new snapshot: what it states, and what of that is new.

use jiff::civil::Date;

use super::judge::Judge;
use super::newness::{self, Dropped, OldVersion};
use super::sides::Before;
use super::version::{read_text, read_version, written};
use crate::claim::Claim;
use crate::diagnostic::{Code, Confidence, Diagnostic, Fingerprint, Message, Severity, Side, code};
use crate::document::{Directive, Document, touched_sentences};
use crate::entity::Member;
use crate::extract::Extraction;
use crate::git::{GitError, Repository};
use crate::ledger::{Newness, Statements};
use crate::source::{BlobId, Location, RepoPath, SourceId, Sources, Span};
use crate::suppress::Covered;

/// An article of the new snapshot.
#[derive(Debug)]
pub(super) struct Article {
    pub(super) path: RepoPath,
    pub(super) source: SourceId,
    pub(super) blob: Option<BlobId>,
    pub(super) claims: Vec<Claim>,
    pub(super) members: Vec<Member>,
    /// For each claim, against which old versions it is new.
    pub(super) newness: Vec<Newness>,
    /// For each old version, what it held that is gone.
    pub(super) dropped: Vec<Vec<Dropped>>,
    /// The day that the document says it was written on.
    pub(super) written: Option<Date>,
    /// Whether the run looks at it as changed.
    pub(super) changed: bool,
    /// Comments that silence findings and that no old version has.
    pub(super) ignores_added: Vec<Span>,
    /// Comments that silence findings, and what each covers.
    pub(super) directives: Vec<(Directive, Vec<Span>)>,
    /// What is to be said of it alone, and whether the change touched that.
    pub(super) findings: Vec<(Diagnostic, bool)>,
}

impl Article {
    /// An article that stands unchanged.
    pub(super) fn standing(
        path: RepoPath,
        source: SourceId,
        blob: BlobId,
        statements: &Statements,
        directives: Vec<(Directive, Vec<Span>)>,
    ) -> Self {
        Self {
            path,
            source,
            blob: Some(blob),
            newness: vec![Newness::OLD; statements.claims.len()],
            claims: statements.claims.clone(),
            members: statements.members.clone(),
            dropped: Vec::new(),
            written: statements.written,
            changed: false,
            ignores_added: Vec::new(),
            directives,
            findings: Vec::new(),
        }
    }

    /// What its comments silence; none where it has no such comments.
    pub(super) fn covered(&self) -> Option<Covered> {
        (!self.directives.is_empty()).then(|| Covered {
            path: self.path.clone(),
            source: self.source,
            directives: self.directives.clone(),
            changed: self.changed,
        })
    }

    /// What of it other articles need.
    pub(super) fn statements(&self) -> Statements {
        Statements {
            claims: self.claims.clone(),
            members: self.members.clone(),
            written: self.written,
            ..Statements::default()
        }
    }
}

/// A changed article before it is compared with what stood before.
#[derive(Debug)]
pub(super) struct Changed {
    pub(super) path: RepoPath,
    pub(super) blob: Option<BlobId>,
    pub(super) before: Vec<Before>,
}

/// A changed article: which of its claims are new, and which of its sentences the change touched.
pub(super) fn changed(
    repository: &Repository,
    judge: &Judge,
    sources: &Sources,
    as_of: Date,
    changed: Changed,
    (document, extraction): (Document, Extraction),
) -> Result<Article, GitError> {
    let mut olds: Vec<Option<OldVersion>> = Vec::new();
    let mut touched = vec![true; document.sentences.len()];
    let new_text = sources.get(document.source).text();
    let mut ignores: Vec<&Directive> = document.directives.iter().collect();
    for before in &changed.before {
        olds.push(match before {
            Before::Same => {
                ignores.clear();
                touched.fill(false);
                None
            }
            // What was no article, or established nothing, is new where it stands now.
            Before::Other(_, entry) if !judge.reads_alike(&entry.path, &changed.path) => Some(OldVersion::default()),
            Before::Absent => Some(OldVersion::default()),
            Before::Other(snapshot, entry) => {
                let text = read_text(repository, snapshot, entry)?.unwrap_or_default();
                match read_version(judge, document.source, &entry.path, &text, Some(as_of)) {
                    Ok((old, extraction)) => {
                        let mut known: Vec<(&Directive, String)> = old
                            .directives
                            .iter()
                            .map(|directive| (directive, covered_text(&old, directive, &text)))
                            .collect();
                        ignores.retain(|new| {
                            let covers = covered_text(&document, new, new_text);
                            let is_known = |(old, covered): &(&Directive, String)| {
                                old.rules == new.rules && old.reason == new.reason && *covered == covers
                            };
                            // Each serves once: a copy is new.
                            let at = known.iter().position(is_known);
                            at.map(|at| known.swap_remove(at)).is_none()
                        });
                        for (touched, differs) in touched.iter_mut().zip(touched_sentences(Some(&old), &document)) {
                            *touched &= differs;
                        }
                        Some(OldVersion {
                            claims: extraction.claims,
                            written: written(&old),
                        })
                    }
                    Err(_) => Some(OldVersion::default()),
                }
            }
        });
    }
    let ignores_added = ignores.iter().map(|directive| directive.span).collect();
    let written = written(&document);
    let (newness, dropped) = newness::mark(&extraction.claims, written, olds, &judge.rules);
    Ok(Article {
        source: document.source,
        directives: directives(&document),
        findings: findings(&document, extraction.diagnostics, &touched),
        claims: extraction.claims,
        members: extraction.members,
        path: changed.path,
        blob: changed.blob,
        written,
        dropped,
        ignores_added,
        changed: true,
        newness,
    })
}

/// What is to be said of a document alone, and whether the change touched that.
fn findings(document: &Document, diagnostics: Vec<Diagnostic>, touched: &[bool]) -> Vec<(Diagnostic, bool)> {
    let skipped = document.skipped.iter();
    let skipped = skipped.map(|(span, reason)| (skipped_part(document, *span, reason), true));
    let told = diagnostics.into_iter().map(|diagnostic| {
        let sentence = document
            .sentences
            .iter()
            .position(|sentence| document.span(sentence.range.clone()) == diagnostic.claim.sentence.span);
        let is_touched = sentence.is_some_and(|index| touched.get(index) == Some(&true));
        (diagnostic, is_touched)
    });
    skipped.chain(told).collect()
}

/// Each comment that silences findings, with the sentences that it covers.
pub(super) fn directives(document: &Document) -> Vec<(Directive, Vec<Span>)> {
    let directives = document.directives.iter();
    directives
        .map(|directive| (directive.clone(), spans(document, directive)))
        .collect()
}

/// The sentences that a directive covers.
fn spans(document: &Document, directive: &Directive) -> Vec<Span> {
    let sentences = document.sentences.get(directive.sentences.clone());
    let sentences = sentences.unwrap_or_default().iter();
    sentences
        .map(|sentence| document.span(sentence.range.clone()))
        .collect()
}

/// The words of the sentences that a directive covers.
fn covered_text(document: &Document, directive: &Directive, text: &str) -> String {
    let covered = spans(document, directive).into_iter();
    let words = covered
        .filter_map(|span| text.get(span.start..span.end))
        .flat_map(str::split_whitespace);
    words.collect::<Vec<_>>().join(" ")
}

/// Tells that a part of a changed article was not read.
fn skipped_part(document: &Document, span: Span, reason: &str) -> Diagnostic {
    let location = Location {
        source: document.source,
        span,
    };
    Diagnostic {
        code: Code::new(code::UNREADABLE_DOCUMENT),
        severity: Severity::Note,
        confidence: Confidence::High,
        message: Message::new("part-unread")
            .with("path", document.path.as_str())
            .with("reason", Message::of_reason(reason)),
        entity: None,
        attribute: None,
        fingerprint: Fingerprint::new(
            code::UNREADABLE_DOCUMENT,
            "",
            &mut [document.path.to_string(), reason.to_owned()],
        ),
        claim: Side::place(location, Some(Message::new("part-unread-label"))),
        established: Vec::new(),
        pairs: Vec::new(),
        edit: None,
        notes: Vec::new(),
        help: Message::new("help-part-unread"),
    }
}
