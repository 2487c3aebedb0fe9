//! From a contradiction to words for an editor.

use super::Contradiction;
use crate::claim::{Certainty, Modality, Qualifiers};
use crate::diagnostic::{Argument, Code, Confidence, Diagnostic, Edit, Fingerprint, Label, Message, Note, Side};
use crate::document::comment;
use crate::entity::name_key;
use crate::ledger::{Fact, FactId, Ledger};
use crate::rule::{Frame, Rule, RuleSet};
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
    let place = if first.provenance.path == claim.provenance.path {
        Message::new("in-same-article")
    } else {
        place(first)
    };
    let message = match contradiction.clash {
        Clash::Opposite => Message::new("contradiction-opposite").with("attribute", named(attribute, rules)),
        _ => {
            let here = match names_itself(claim) {
                true => Message::new("value-here"),
                false => Message::new("states-here").with("attribute", named(attribute, rules)),
            };
            let there = match names_itself(first) || stated(first) == attribute {
                true => Message::new("value-there"),
                false => Message::new("states-there").with("attribute", named(stated(first), rules)),
            };
            Message::new("contradiction")
                .with("here", here.with("value", said(claim)))
                .with("there", there.with("value", said(first)))
        }
    };
    let message = message.with("entity", entity.clone()).with("where", place);
    let mut notes: Vec<Note> = Vec::new();
    if let Some(reason) = contradiction.softened {
        let only = Message::new("only-severity").with("severity", contradiction.severity.as_str());
        notes.push(note(only.with("reason", reason.message())));
    }
    let reckoned = [claim, first].into_iter();
    notes.extend(reckoned.filter_map(|fact| arithmetic(fact, rules)).map(note));
    notes.extend(limits(&claim.claim.qualifiers).map(note));
    notes.extend(standing(contradiction, ledger).into_iter().map(note));
    let pairs: Vec<Fingerprint> = facts.iter().map(|fact| pair(claim, fact, rule)).collect();
    let fingerprint = pairs.first()?.clone();
    Some(Diagnostic {
        code: Code::new(rule.id.clone()),
        severity: contradiction.severity,
        confidence: confidence(claim.claim.confidence.min(first.claim.confidence)),
        message,
        entity: Some(entity),
        attribute: Some(rule.attribute.clone()),
        claim: side(claim, "value-here"),
        established: facts.iter().map(|fact| side(fact, "established-label")).collect(),
        pairs,
        notes,
        edit: edit(claim, first).filter(|_| contradiction.clash != Clash::Opposite),
        help: help(rule, claim, first, &fingerprint),
        fingerprint,
    })
}

/// The name of what two facts make together by a rule.
pub fn pair(one: &Fact, other: &Fact, rule: &Rule) -> Fingerprint {
    Fingerprint::new(&rule.id, &rule.attribute, &mut [signature(one), signature(other)])
}

/// How the established articles stand to each other and to the new sentence.
fn standing(contradiction: &Contradiction, ledger: &Ledger) -> Vec<Message> {
    let articles = |ids: &[FactId]| -> Vec<String> {
        let facts = ids.iter().map(|id| &ledger.get(*id).provenance);
        let mut paths: Vec<String> = facts
            .filter(|provenance| !provenance.pinned)
            .map(|provenance| provenance.path.to_string())
            .collect();
        paths.dedup();
        paths
    };
    let mut told = Vec::new();
    let shown = contradiction.groups.first().map(Vec::as_slice).unwrap_or_default();
    if articles(shown).len() > 1 {
        told.push(Message::new("established-agree").with("count", articles(shown).len()));
    }
    if contradiction.groups.len() > 1 {
        let sides = contradiction.groups.iter().filter_map(|group| {
            let first = ledger.get(*group.first()?);
            Some(
                Message::new("value-at")
                    .with("value", said(first))
                    .with("where", place(first)),
            )
        });
        told.push(Message::new("established-disagree").with("sides", sides.collect::<Vec<_>>()));
    }
    let supporters = articles(&contradiction.supporters);
    if !supporters.is_empty() {
        told.push(Message::new("new-supported").with("articles", supporters.join(", ")));
    }
    told
}

/// The article that states a fact.
fn place(fact: &Fact) -> Message {
    Message::new("in-article").with("path", fact.provenance.path.as_str())
}

/// The attribute that a fact states.
fn stated(fact: &Fact) -> &str {
    match &fact.derivation {
        Some(derivation) => &derivation.attribute,
        None => &fact.claim.attribute,
    }
}

/// What reports call an attribute.
fn named(attribute: &str, rules: &RuleSet) -> Argument {
    match rules.of_attribute(attribute) {
        Some(rule) => Argument::Name {
            english: rule.name.english.clone(),
            french: rule.name.french.clone(),
        },
        None => Argument::Text(attribute.trim_start_matches("open: ").replace('-', " ")),
    }
}

/// Whether a value needs no attribute to be understood: what is counted without a rule names itself.
fn names_itself(fact: &Fact) -> bool {
    fact.claim.attribute.starts_with("open: ") && fact.claim.value.kind() == ValueKind::Count
}

/// How what is compared follows from what was stated, in one line.
fn arithmetic(fact: &Fact, rules: &RuleSet) -> Option<Message> {
    let derivation = fact.derivation.as_ref()?;
    let period = derivation.as_of.to_string();
    let value = fact.claim.value.to_string();
    let follows = named(&fact.claim.attribute, rules);
    Some(match &derivation.value {
        Value::Role(title) => Message::new("reckoned-role")
            .with("title", title.as_str())
            .with("period", period)
            .with("attribute", follows)
            .with("value", value),
        given => Message::new("reckoned-date")
            .with("attribute", named(stated(fact), rules))
            .with("period", period)
            .with("given", given.to_string())
            .with("from", follows)
            .with("value", value),
    })
}

/// What a fact states, as a message tells it.
fn said(fact: &Fact) -> Argument {
    match shown(fact) {
        Value::Polarity(true) => Argument::Message(Message::new("value-affirmed")),
        Value::Polarity(false) => Argument::Message(Message::new("value-denied")),
        _ => Argument::Value {
            canonical: canonical(fact),
            stated: Some(Location {
                source: fact.provenance.source,
                span: fact.claim.evidence.value,
            }),
        },
    }
}

/// The value that the text states, and not the one that is reckoned from it.
fn shown(fact: &Fact) -> &Value {
    let derived = fact.derivation.as_ref();
    derived.map_or(&fact.claim.value, |derivation| &derivation.value)
}

/// The same in its canonical form.
fn canonical(fact: &Fact) -> String {
    match (&fact.derivation, shown(fact)) {
        (Some(derivation), Value::Role(title)) => format!("{title} {}", derivation.as_of),
        (_, Value::Polarity(true)) => "affirmed".to_owned(),
        (_, Value::Polarity(false)) => "denied".to_owned(),
        (_, value) => value.to_string(),
    }
}

fn longer<'n>(one: &'n str, other: &'n str) -> &'n str {
    if other.chars().count() > one.chars().count() {
        other
    } else {
        one
    }
}

fn note(message: Message) -> Note {
    Note { message }
}

fn help(rule: &Rule, claim: &Fact, first: &Fact, fingerprint: &Fingerprint) -> Message {
    let directive = |why| comment(&claim.provenance.path, &format!("factlint: ignore[{}] {why}", rule.id));
    let keep = match directive("why").zip(directive("pourquoi")) {
        Some((english, french)) => Message::new("help-directive").with("directive", Argument::Name { english, french }),
        None => by_fingerprint(fingerprint),
    };
    let id = match first.provenance.pinned {
        true => "help-pinned",
        false => "help-contradiction",
    };
    let can_be_pinned =
        rule.frame != Frame::Open && (claim.claim.modality != Modality::Denied || rule.value == ValueKind::Polarity);
    let accept = match (can_be_pinned, first.provenance.pinned) {
        (false, _) => Message::verbatim(""),
        (true, true) => Message::new("help-replace").with("fingerprint", short(fingerprint)),
        (true, false) => Message::new("help-accept").with("fingerprint", short(fingerprint)),
    };
    Message::new(id)
        .with("accept", accept)
        .with("keep", keep)
        .with("rule", rule.id.as_str())
        .with("fingerprint", short(fingerprint))
}

/// How a finding is let be where no comment can stand.
pub fn by_fingerprint(fingerprint: &Fingerprint) -> Message {
    Message::new("help-exception").with("fingerprint", short(fingerprint))
}

/// As much of a fingerprint as names a finding.
fn short(fingerprint: &Fingerprint) -> String {
    fingerprint.as_str().chars().take(8).collect()
}

/// The words of the established value in the place of the new ones, where both are stated as they are
/// compared.
fn edit(claim: &Fact, established: &Fact) -> Option<Edit> {
    let is_told = |fact: &Fact| {
        fact.derivation.is_none() && !fact.provenance.pinned && !matches!(fact.claim.value, Value::Polarity(_))
    };
    let words = |fact: &Fact| Location {
        source: fact.provenance.source,
        span: fact.claim.evidence.value,
    };
    let alike = claim.claim.value.kind() == established.claim.value.kind();
    (is_told(claim) && is_told(established) && alike).then(|| Edit {
        at: words(claim),
        with: words(established),
    })
}

fn limits(qualifiers: &Qualifiers) -> Option<Message> {
    let list = qualifiers.iter().map(|(qualifier, value)| {
        Message::new("qualifier")
            .with("name", qualifier.as_str())
            .with("value", value.as_str())
    });
    let list: Vec<Message> = list.collect();
    (!list.is_empty()).then(|| Message::new("new-limits").with("limits", list))
}

fn side(fact: &Fact, message: &'static str) -> Side {
    let location = |span| Location {
        source: fact.provenance.source,
        span,
    };
    Side {
        label: Label {
            location: location(fact.claim.evidence.value),
            message: Some(Message::new(message).with("value", said(fact))),
        },
        sentence: location(fact.claim.evidence.sentence),
        value: canonical(fact),
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
