//! A finding whose new side is right: the fact to pin.

use super::Request;
use super::run::Run;
use super::standing::{Keeping, Watch, fill};
use crate::claim::{Claim, Modality};
use crate::config::{FactToPin, period_of, reads_as};
use crate::diagnostic::Diagnostic;
use crate::git::{GitError, Repository};
use crate::ledger::Fact;
use crate::rule::{Persistence, Rule};
use crate::source::{LineIndex, RepoPath, Sources, Span};
use crate::value::Value;

/// What a finding asks to be pinned.
#[derive(Debug)]
pub struct Accepted {
    /// The fact.
    pub fact: FactToPin,
    /// The pinned facts that disagree with it and give way: their file, entity, attribute and value as written.
    pub replaced: Vec<(RepoPath, [String; 3])>,
    /// The articles that disagree with it.
    pub disagreeing: Vec<RepoPath>,
    /// Whether its sentence asserts it: no hedge, no plan, no unnamed source.
    pub is_certain: bool,
    /// The finding.
    pub finding: Diagnostic,
}

/// The fact that the new side of a finding states, by the beginning of the finding's fingerprint; none where
/// the run finds no such one.
///
/// # Errors
///
/// Where Git cannot be read, the user's files cannot be used, or what is stated cannot be pinned.
pub fn accepted(
    repository: &Repository,
    request: &Request,
    fingerprint: &str,
    keeping: &Keeping,
    watch: &dyn Watch,
) -> Result<Option<Accepted>, GitError> {
    let Some(run) = Run::whole(repository, request, keeping, watch)? else {
        return Ok(None);
    };
    let rules = &run.judge.rules;
    let mut found = None;
    run.each_named(fingerprint, &mut |ledger, contradiction, finding| {
        let stated = ledger.get(contradiction.claim).clone();
        let facts = contradiction.facts().map(|id| ledger.get(id));
        let (pinned, others): (Vec<&Fact>, Vec<&Fact>) = facts.partition(|fact| fact.provenance.pinned);
        let words = |fact: &Fact, span: Span| {
            let text = run.sources.get(fact.provenance.source).text();
            text.get(span.start..span.end).unwrap_or_default().to_owned()
        };
        let replaced: Vec<(RepoPath, [String; 3])> = pinned
            .into_iter()
            .map(|fact| {
                let (path, claim) = (fact.provenance.path.clone(), &fact.claim);
                let value = words(fact, claim.evidence.value);
                (path, [claim.subject.name.clone(), claim.attribute.clone(), value])
            })
            .collect();
        let mut disagreeing: Vec<RepoPath> = others.into_iter().map(|fact| fact.provenance.path.clone()).collect();
        disagreeing.sort();
        disagreeing.dedup();
        // Where both sides were reckoned, what was stated is what is compared.
        let is_reckoned = contradiction.facts().all(|id| ledger.get(id).derivation.is_some());
        found = Some((finding, stated, is_reckoned, disagreeing, replaced));
    })?;
    let Some((finding, stated, is_reckoned, disagreeing, replaced)) = found else {
        return Ok(None);
    };
    fill(run.repository, &run.sources, stated.provenance.source)?;
    let stated = match (is_reckoned, stated.derivation.clone()) {
        (true, Some(given)) => Fact {
            claim: Claim {
                attribute: given.attribute,
                value: given.value,
                ..stated.claim
            },
            as_of: Some(given.as_of),
            derivation: None,
            ..stated
        },
        _ => stated,
    };
    // A derived claim is told by the rule that it is compared by.
    let rule = rules
        .get(&stated.claim.rule)
        .filter(|rule| rule.attribute == stated.claim.attribute);
    let rule = rule.or_else(|| rules.of_attribute(&stated.claim.attribute));
    let name = finding
        .entity
        .clone()
        .unwrap_or_else(|| stated.claim.subject.name.clone());
    let fact = rule.and_then(|rule| to_pin(&stated, rule, name, &run.sources));
    match fact {
        Some(fact) => Ok(Some(Accepted {
            fact,
            replaced,
            disagreeing,
            is_certain: matches!(stated.claim.modality, Modality::Asserted | Modality::Denied),
            finding,
        })),
        None => Err(GitError::Other {
            doing: format!("pin what {} states", stated.provenance.path),
            reason: "no facts file can state it: correct the older articles instead".to_owned(),
        }),
    }
}

fn to_pin(stated: &Fact, rule: &Rule, entity: String, sources: &Sources) -> Option<FactToPin> {
    let claim = &stated.claim;
    let source = sources.get(stated.provenance.source);
    let span = claim.evidence.value;
    let words = source.text().get(span.start..span.end).unwrap_or_default();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let value = match (&claim.value, claim.modality) {
        (Value::Polarity(is_so), modality) => match *is_so != (modality == Modality::Denied) {
            true => "yes".to_owned(),
            false => "no".to_owned(),
        },
        (_, Modality::Denied) => return None,
        // The words of the article, if a facts file is read as the article is; else what they come to.
        (value, _) => {
            let told = stated.derivation.is_none().then_some(words);
            let mut written = told.into_iter().chain([value.to_string()]);
            written.find(|text| reads_as(text, rule, value))?
        }
    };
    // What never changes holds on every day.
    let as_of = stated.as_of.filter(|_| rule.persistence != Persistence::Fixed);
    let as_of = as_of.map(|period| {
        let told = period.to_string();
        match period_of(&told) {
            Some(_) => told,
            None => period.start.to_string(),
        }
    });
    let line = LineIndex::new(source.text()).position(source.text(), span.start).line;
    let telling = claim
        .qualifiers
        .iter()
        .filter(|(qualifier, _)| rule.distinguish_by.contains(qualifier));
    Some(FactToPin {
        entity,
        attribute: rule.attribute.clone(),
        value,
        as_of,
        qualifiers: telling
            .map(|(qualifier, value)| (qualifier.as_str().to_owned(), value.clone()))
            .collect(),
        source: Some(format!("{}:{line}", stated.provenance.path)),
    })
}
