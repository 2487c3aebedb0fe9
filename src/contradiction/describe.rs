//! From a contradiction to words for an editor.

use super::Contradiction;
use crate::claim::{Certainty, Qualifiers};
use crate::diagnostic::{Code, Confidence, Diagnostic, Fingerprint, Label, Note, Side};
use crate::entity::name_key;
use crate::ledger::{Fact, FactId, Ledger};
use crate::rule::{Rule, RuleSet};
use crate::source::Location;
use crate::value::{Clash, Value, ValueKind};

/// Puts a contradiction into words. `None` where its rule is not in the set.
pub fn describe(contradiction: &Contradiction, ledger: &Ledger, rules: &RuleSet) -> Option<Diagnostic> {
    let claim = ledger.get(contradiction.claim);
    let rule = rules.get(&claim.claim.rule)?;
    let facts: Vec<&Fact> = contradiction.facts().map(|id| ledger.get(id)).collect();
    let first = *facts.first()?;
    let entity = ledger
        .directory
        .display(longer(&first.claim.subject.name, &claim.claim.subject.name))
        .to_owned();
    let attribute = stated(claim);
    let here = if first.provenance.path == claim.provenance.path {
        "elsewhere in the same article".to_owned()
    } else {
        format!("in {}", first.provenance.path)
    };
    let message = match contradiction.clash {
        Clash::Opposite => format!("{entity}: {attribute}: affirmed on one side and denied on the other, {here}"),
        _ => format!(
            "{entity}: {} here, but {} {here}",
            told(claim),
            if stated(first) == attribute {
                said(first)
            } else {
                told(first)
            },
        ),
    };
    let mut notes: Vec<Note> = Vec::new();
    if let Some(reason) = contradiction.softened {
        notes.push(note(format!("only a {}: {reason}", contradiction.severity)));
    }
    notes.extend([claim, first].into_iter().filter_map(arithmetic).map(note));
    if let Some(limits) = limits(&claim.claim.qualifiers) {
        notes.push(note(format!("the new sentence speaks of: {limits}")));
    }
    notes.extend(standing(contradiction, ledger).into_iter().map(note));
    let mut sides = [signature(claim), signature(first)];
    let fingerprint = Fingerprint::new(&rule.id, &rule.attribute, &mut sides);
    Some(Diagnostic {
        code: Code::new(rule.id.clone()),
        severity: contradiction.severity,
        confidence: confidence(claim.claim.confidence.min(first.claim.confidence)),
        message,
        entity: Some(entity),
        attribute: Some(rule.attribute.clone()),
        claim: side(claim, "here"),
        established: facts.iter().map(|fact| side(fact, "established here")).collect(),
        notes,
        help: help(rule, &fingerprint),
        fingerprint,
    })
}

/// How the established articles stand to each other and to the new sentence.
fn standing(contradiction: &Contradiction, ledger: &Ledger) -> Vec<String> {
    let articles = |ids: &[FactId]| -> Vec<String> {
        let mut paths: Vec<String> = ids
            .iter()
            .map(|id| ledger.get(*id).provenance.path.to_string())
            .collect();
        paths.dedup();
        paths
    };
    let mut told = Vec::new();
    let shown = contradiction.groups.first().map(Vec::as_slice).unwrap_or_default();
    if articles(shown).len() > 1 {
        told.push(format!(
            "{} established articles agree with each other; one of them is shown",
            articles(shown).len()
        ));
    }
    if contradiction.groups.len() > 1 {
        let sides = contradiction.groups.iter().filter_map(|group| {
            let first = ledger.get(*group.first()?);
            Some(format!("{} in {}", said(first), first.provenance.path))
        });
        told.push(format!(
            "the established articles already disagree: {}",
            sides.collect::<Vec<_>>().join("; ")
        ));
    }
    let supporters = articles(&contradiction.supporters);
    if !supporters.is_empty() {
        told.push(format!("the new sentence agrees with {}", supporters.join(", ")));
    }
    told
}

/// The attribute that a fact states, in words.
fn stated(fact: &Fact) -> String {
    let attribute = match &fact.derivation {
        Some(derivation) => &derivation.attribute,
        None => &fact.claim.attribute,
    };
    attribute.trim_start_matches("open: ").replace('-', " ")
}

/// What a fact states: attribute and value; what is counted without a rule names itself.
fn told(fact: &Fact) -> String {
    if fact.claim.attribute.starts_with("open: ") && fact.claim.value.kind() == ValueKind::Count {
        return said(fact);
    }
    format!("{} is {}", stated(fact), said(fact))
}

/// How what is compared follows from what was stated, in one line.
fn arithmetic(fact: &Fact) -> Option<String> {
    let derivation = fact.derivation.as_ref()?;
    if let Value::Role(title) = &derivation.value {
        let follows = fact.claim.attribute.replace('-', " ");
        return Some(format!("{title} {}: {follows} {}", derivation.as_of, fact.claim.value));
    }
    Some(format!(
        "{} on {}, less {}: {} {}",
        stated(fact),
        derivation.as_of,
        derivation.value,
        fact.claim.attribute.replace('-', " "),
        fact.claim.value
    ))
}

fn said(fact: &Fact) -> String {
    if let Some(derivation) = &fact.derivation
        && let Value::Role(title) = &derivation.value
    {
        return format!("{title} {}", derivation.as_of);
    }
    let value = fact
        .derivation
        .as_ref()
        .map_or(&fact.claim.value, |derivation| &derivation.value);
    match value {
        Value::Polarity(true) => "affirmed".to_owned(),
        Value::Polarity(false) => "denied".to_owned(),
        value => value.to_string(),
    }
}

fn longer<'n>(one: &'n str, other: &'n str) -> &'n str {
    if other.chars().count() > one.chars().count() {
        other
    } else {
        one
    }
}

fn note(message: String) -> Note {
    Note { message }
}

fn help(rule: &Rule, fingerprint: &Fingerprint) -> String {
    let id = &rule.id;
    let short: String = fingerprint.as_str().chars().take(8).collect();
    format!(
        "correct the new sentence, or the established one if the new one is right; to keep both, write \
         <!-- factlint: ignore[{id}] why --> before the sentence; `factlint explain {short}` tells how this was \
         decided, `factlint explain {id}` what the rule compares"
    )
}

fn limits(qualifiers: &Qualifiers) -> Option<String> {
    let list: Vec<String> = qualifiers
        .iter()
        .map(|(qualifier, value)| format!("{} {value}", qualifier.as_str()))
        .collect();
    (!list.is_empty()).then(|| list.join(", "))
}

fn side(fact: &Fact, message: &str) -> Side {
    let location = |span| Location {
        source: fact.provenance.source,
        span,
    };
    Side {
        label: Label {
            location: location(fact.claim.evidence.value),
            message: format!("{} {message}", said(fact)),
        },
        sentence: location(fact.claim.evidence.sentence),
        value: said(fact),
        modality: fact.claim.modality.as_str(),
        as_of: fact.as_of.map(|period| period.to_string()),
        introduced: None,
    }
}

/// What makes one side what it is: no line, no order, no span.
fn signature(fact: &Fact) -> String {
    let qualifiers: Vec<String> = fact
        .claim
        .qualifiers
        .iter()
        .map(|(qualifier, value)| format!("{}={value}", qualifier.as_str()))
        .collect();
    format!(
        "{}|{}|{}|{}",
        fact.provenance.path,
        name_key(&fact.claim.subject.name),
        qualifiers.join(","),
        fact.claim.value
    )
}

fn confidence(certainty: Certainty) -> Confidence {
    match certainty {
        Certainty::Low => Confidence::Low,
        Certainty::Medium => Confidence::Medium,
        Certainty::High => Confidence::High,
    }
}
