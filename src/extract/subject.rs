//! Grammar that finds whom a value is said of.

use std::cmp::Reverse;
use std::ops::Range;

use super::entry::Places;
use super::overlap;
use super::reading::{Form, Reading, Reference, is_elliptic};
use crate::claim::{Certainty, Qualifier};
use crate::document::Scope;
use crate::entity::{About, Candidate, Cast, EntityKind, Link, MemberId, Rank, Spoken, the_best};
use crate::language::{Tables, TokenKind};
use crate::rule::Rule;
use crate::value::{Mention, ValueKind};

/// The subject of a claim.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Who it is.
    pub(super) member: MemberId,
    /// Where it stands, when it stands in the sentence.
    pub(super) tokens: Option<Range<usize>>,
    /// How surely.
    pub(super) certainty: Certainty,
}

/// Finds the subject for a trigger and its value, from the surest construction to the least sure.
pub(super) fn find(
    reading: &Reading<'_>,
    cast: &Cast,
    rule: &Rule,
    trigger: Range<usize>,
    value: Range<usize>,
) -> Option<Found> {
    let tables = reading.language.tables();
    let fits = |reference: &&Reference| takes(rule, cast, reference.member) && !overlap(&reference.tokens, &value);
    // "A est actionnaire de B" is said of A: B is the house of which it is said.
    let is_relation = rule.value == ValueKind::Polarity && rule.distinguish_by.contains(&Qualifier::Organization);
    let owner = complement(reading, &trigger, &value, tables, &fits).or_else(|| possessor(reading, &trigger, &fits));
    let holder = || match reading.clause_at(trigger.start)?.subject {
        Spoken::Of(mention) => reference_of(reading, mention).filter(fits),
        _ => None,
    };
    if is_relation { holder() } else { owner }
        .map(|reference| found(reference, Certainty::High))
        .or_else(|| by_grammar(reading, cast, rule, &trigger, &value))
}

/// Whether a rule may well speak of a member that nothing ties to its value: places, in which all
/// things are, only where it speaks of nothing else.
pub(super) fn is_likely(rule: &Rule, cast: &Cast, member: MemberId) -> bool {
    let kind = cast.get(member).kind;
    let place = kind == EntityKind::Place && rule.subjects != [EntityKind::Place];
    let people = rule.subjects == [EntityKind::Person] && kind != EntityKind::Person;
    takes(rule, cast, member)
        && !place
        && !people
        && (kind != EntityKind::Person || rule.subjects.contains(&EntityKind::Person))
}

/// In a text that names more entities of the kind, nothing is supposed.
const MOST_LIKELY: usize = 6;

/// Where grammar finds nobody: what the text is about, else the one of the kind that it names most.
pub(super) fn supposed(reading: &Reading<'_>, cast: &Cast, rule: &Rule, trigger: &Range<usize>) -> Option<Found> {
    if reading.sentence.scope == Scope::TableRow || names_another(reading) || is_of_another(reading, trigger) {
        return None;
    }
    let likely: Vec<MemberId> = cast.ids().filter(|member| is_likely(rule, cast, *member)).collect();
    if likely.len() > MOST_LIKELY {
        return None;
    }
    let main = cast.main().filter(|main| likely.contains(main));
    let most_named = || {
        likely
            .iter()
            .copied()
            .min_by_key(|member| Reverse(cast.get(*member).count))
    };
    let member = main.or_else(most_named)?;
    Some(Found {
        member,
        tokens: None,
        certainty: Certainty::Low,
    })
}

/// What the verb at the trigger acts on, where that is what the rule speaks of.
pub(super) fn acted_on(
    reading: &Reading<'_>,
    cast: &Cast,
    rule: &Rule,
    trigger: &Range<usize>,
    value: &Range<usize>,
) -> Option<Found> {
    let both = reading.participants(trigger)?;
    match both.patient? {
        Spoken::Of(mention) => {
            let reference = reference_of(reading, mention)?;
            let fits = takes(rule, cast, reference.member) && !overlap(&reference.tokens, value);
            fits.then(|| found(reference, Certainty::High))
        }
        Spoken::Topic => elsewhere(reading, cast, rule),
        // "La valeur de X a été estimée à …": a property of X.
        Spoken::OwnerOf(mention) if both.passive => {
            let reference = reference_of(reading, mention)?;
            takes(rule, cast, reference.member).then(|| found(reference, Certainty::Medium))
        }
        Spoken::OwnerOf(_) | Spoken::Figure | Spoken::Nobody => None,
    }
}

/// The reference of a mention, where whom it stands for is known.
pub(super) fn reference_of<'r>(reading: &'r Reading<'_>, mention: usize) -> Option<&'r Reference> {
    reading.references.iter().find(|reference| reference.mention == mention)
}

/// "Coaches will cost …", "une rivale emploie …": the clause speaks of something that has not been
/// spoken of before.
fn is_of_another(reading: &Reading<'_>, trigger: &Range<usize>) -> bool {
    let clause = reading.clause_at(trigger.start);
    let Some((clause, verb)) = clause.and_then(|clause| Some((clause, clause.verb.as_ref()?))) else {
        return false;
    };
    if clause.subject != Spoken::Nobody || trigger.start < verb.start {
        return false;
    }
    let tables = reading.language.tables();
    let known = (clause.tokens.start..verb.start).any(|at| {
        let word = reading.tokens.folded(at);
        tables.pronouns.definite.contains(word)
            || tables.pronouns.possessives.contains(word)
            || reading.mentions.iter().any(|mention| mention.tokens.contains(&at))
    });
    !known && clause.tokens.start < verb.start
}

/// "Le tour atteint …", "turnover reached …": the trigger is itself the head of the subject, and
/// belongs to what the text speaks of.
fn is_head_of_subject(reading: &Reading<'_>, trigger: &Range<usize>) -> bool {
    let Some(clause) = reading.clause_at(trigger.start) else {
        return false;
    };
    let Some(verb) = &clause.verb else { return false };
    let tables = reading.language.tables();
    let grammar = &tables.grammar;
    let first = reading.tokens.folded(clause.tokens.start);
    let somebody_else = (clause.tokens.start..trigger.end).any(|at| {
        let word = reading.tokens.folded(at);
        grammar.other.contains(word)
            || grammar.indefinite.contains(word) && clause.subject == Spoken::Nobody && at > clause.tokens.start
    });
    trigger.end <= verb.start
        && trigger.start <= clause.tokens.start + 3
        && !tables.prepositions.contains(first)
        && !tables.names.place_prepositions.contains(first)
        && !somebody_else
        && (trigger.end..verb.start).all(|at| tables.pronouns.of.at(&reading.tokens, at).is_none())
}

/// Whom the clause of the trigger speaks of, or that of the value, or the text.
fn by_grammar(
    reading: &Reading<'_>,
    cast: &Cast,
    rule: &Rule,
    trigger: &Range<usize>,
    value: &Range<usize>,
) -> Option<Found> {
    for anchor in [trigger, value] {
        match reading.about(anchor) {
            About::Topic => {}
            About::Figure => {
                // "9 000 personnes ont assisté au festival X": what the verb leads to.
                if let Some(goal) = led_to(reading, cast, rule, trigger, value) {
                    return Some(found(goal, Certainty::High));
                }
            }
            About::Nobody if is_head_of_subject(reading, trigger) => {}
            // Somebody whom nothing names is nobody else.
            About::Nobody => return object(reading, cast, rule, trigger, value),
            About::Mention(mention, link) => {
                let reference = reading
                    .references
                    .iter()
                    .find(|reference| reference.mention == mention)?;
                if takes(rule, cast, reference.member) && !overlap(&reference.tokens, value) {
                    return Some(found(reference, Certainty::High));
                }
                // "les réactions de X": the owner of what acts is not who acts.
                if link == Link::Owner {
                    continue;
                }
                return object(reading, cast, rule, trigger, value);
            }
        }
    }
    elsewhere(reading, cast, rule)
}

/// What a trigger leads to in its clause, where the figure itself is the subject.
fn led_to<'r>(
    reading: &'r Reading<'_>,
    cast: &Cast,
    rule: &Rule,
    trigger: &Range<usize>,
    value: &Range<usize>,
) -> Option<&'r Reference> {
    let clause = reading.clause_at(trigger.start)?;
    reading.references.iter().find(|reference| {
        (trigger.end..(trigger.end + LED).min(clause.tokens.end)).contains(&reference.tokens.start)
            && reference.form != Form::Possessive
            && !rule.subjects.is_empty()
            && takes(rule, cast, reference.member)
            && !overlap(&reference.tokens, value)
    })
}

/// So many tokens may stand between a trigger and what it leads to.
const LED: usize = 6;

/// "Ada Roux a fondé X en 2012": what the verb acts on, where the rule does not speak of who acts.
fn object(
    reading: &Reading<'_>,
    cast: &Cast,
    rule: &Rule,
    trigger: &Range<usize>,
    value: &Range<usize>,
) -> Option<Found> {
    let clause = reading.clause_at(trigger.start)?;
    let verb = clause.verb.as_ref()?;
    let object = reading.references.iter().find(|reference| {
        (verb.end..verb.end + 3).contains(&reference.tokens.start) && !matches!(reference.form, Form::Possessive)
    })?;
    // "gives X a valuation of …".
    let behind = object.tokens.end..object.tokens.end + 3;
    let near = trigger.start <= verb.end + 1 || behind.contains(&trigger.start);
    (near && takes(rule, cast, object.member) && !overlap(&object.tokens, value))
        .then(|| found(object, Certainty::Medium))
}

/// Whether a rule may speak of an entity.
pub(super) fn takes(rule: &Rule, cast: &Cast, member: MemberId) -> bool {
    rule.subjects.is_empty() || rule.subjects.iter().any(|kind| cast.may_be(member, *kind))
}

/// A subject that stands in the sentence; one that is no name is at most as sure as what it stands for.
pub(super) fn found(reference: &Reference, certainty: Certainty) -> Found {
    let certainty = match reference.form {
        Form::Name => certainty,
        Form::Description | Form::Pronoun | Form::Possessive => certainty.min(Certainty::Medium),
    };
    Found {
        member: reference.member,
        tokens: Some(reference.tokens.clone()),
        certainty,
    }
}

/// "la levée de fonds de X", "la levée de 500 M€ d'X", "the valuation of X".
fn complement<'r>(
    reading: &'r Reading<'_>,
    trigger: &Range<usize>,
    value: &Range<usize>,
    tables: &Tables,
    fits: &impl Fn(&&Reference) -> bool,
) -> Option<&'r Reference> {
    let mut starts = vec![trigger.end];
    if value.start >= trigger.end && value.start <= trigger.end + 2 {
        starts.push(value.end);
    }
    // "les 640 habitants de X": what is counted stands between.
    let counts = |mention: &&Mention| mention.tokens == *value && mention.value.kind() == ValueKind::Count;
    if reading.values.iter().any(|mention| counts(&mention)) {
        starts
            .extend((value.end + 1..=value.end + 3).take_while(|start| reading.tokens.is(start - 1, TokenKind::Word)));
    }
    // "le budget 2025 de X": a date may stand between.
    let dates = reading
        .values
        .iter()
        .filter(|mention| mention.tokens.start == trigger.end && mention.tokens != *value);
    starts.extend(dates.map(|mention| mention.tokens.end));
    starts.into_iter().find_map(|start| {
        let ((), behind) = tables.pronouns.of.at(&reading.tokens, start)?;
        reading
            .references
            .iter()
            .find(|reference| (behind..=behind + 3).contains(&reference.tokens.start))
            .filter(|reference| (behind..reference.tokens.start).all(|i| !is_break(reading, i)))
            .filter(fits)
    })
}

/// "X's round", "son siège", "its headquarters".
fn possessor<'r>(
    reading: &'r Reading<'_>,
    trigger: &Range<usize>,
    fits: &impl Fn(&&Reference) -> bool,
) -> Option<&'r Reference> {
    reading.references.iter().rev().find(|reference| {
        let near = reference.tokens.end <= trigger.start && trigger.start - reference.tokens.end <= 3;
        let genitive = reading.tokens.folded(reference.tokens.end) == "'s";
        let possessive = reference.form == Form::Possessive;
        near && (genitive || possessive) && fits(reference)
    })
}

/// No subject in the clause: the only fitting one of the sentence, else what the text is about.
fn elsewhere(reading: &Reading<'_>, cast: &Cast, rule: &Rule) -> Option<Found> {
    // A row is about what it names itself.
    if reading.sentence.scope == Scope::TableRow {
        return None;
    }
    // "**Voltane**: 120 staff": an item is about the name that it begins with.
    if let Some(member) = reading.lead.filter(|member| takes(rule, cast, *member)) {
        return Some(Found {
            member,
            tokens: None,
            certainty: Certainty::Medium,
        });
    }
    if names_another(reading) {
        return None;
    }
    let wanted: Vec<&Reference> = reading
        .references
        .iter()
        .filter(|reference| rule.wants_subject(cast.get(reference.member).kind) && !rule.subjects.is_empty())
        .filter(|reference| is_likely(rule, cast, reference.member))
        .filter(|reference| !is_complement(reading, reference))
        .collect();
    let first = wanted.first();
    if let Some(first) = first
        && wanted.iter().all(|reference| reference.member == first.member)
    {
        return Some(found(first, Certainty::Medium));
    }
    if !wanted.is_empty() {
        return None;
    }
    if rule.subjects.is_empty() {
        // What is said of nothing in particular is said of what the text is about.
        return cast.main().map(|member| Found {
            member,
            tokens: None,
            certainty: Certainty::Low,
        });
    }
    let spoken_of: Vec<Candidate> = reading
        .spoken_of
        .iter()
        .copied()
        .filter(|candidate| {
            let kind = cast.get(candidate.member).kind;
            // What the whole text is about may be anything.
            let main =
                kind == EntityKind::Unknown && cast.main() == Some(candidate.member) && candidate.rank == Rank::Subject;
            let place = kind == EntityKind::Place && candidate.rank < Rank::Subject;
            (rule.wants_subject(kind) || main) && takes(rule, cast, candidate.member) && !place
        })
        .collect();
    let member = the_best(&spoken_of)?.member;
    let alone = cast.only(cast.get(member).kind) == Some(member) || is_elliptic(reading.sentence.scope);
    Some(Found {
        member,
        tokens: None,
        certainty: if alone { Certainty::Medium } else { Certainty::Low },
    })
}

/// Whom a value is said of, whatever rule may ask.
pub(super) fn of_value(readings: &[Reading<'_>], index: usize, cast: &Cast, value: &Mention) -> Option<Found> {
    let reading = &readings[index];
    if let Some(places) = &reading.places {
        if !places.row.is_empty() {
            return of_row(reading, places);
        }
        if let Some(found) = named_by_key(readings, index) {
            return Some(found);
        }
    }
    match reading.about(&value.tokens) {
        About::Nobody => None,
        About::Mention(mention, _) => {
            let reference = reading
                .references
                .iter()
                .find(|reference| reference.mention == mention)?;
            Some(found(reference, Certainty::High))
        }
        About::Topic => topic(readings, index, cast, value.value.kind(), Certainty::Medium),
        About::Figure => topic(readings, index, cast, value.value.kind(), Certainty::Low),
    }
}

/// Whom a row speaks of: the name in its label.
fn of_row(reading: &Reading<'_>, places: &Places) -> Option<Found> {
    let label = reading
        .references
        .iter()
        .find(|reference| places.row.contains(&reference.tokens.start) && reference.form == Form::Name)?;
    Some(found(label, Certainty::High))
}

/// Whom a key speaks of where another key before it names somebody ("Nom : X").
fn named_by_key(readings: &[Reading<'_>], index: usize) -> Option<Found> {
    let reading = &readings[index];
    let names = &reading.language.tables().keys.names;
    let naming = readings[..index].iter().rev().take(MOST_KEYS).find(|other| {
        let same = other.sentence.heading == reading.sentence.heading;
        same && other
            .places
            .as_ref()
            .is_some_and(|places| places.key.len() == 1 && names.contains(other.tokens.folded(places.key.start)))
    })?;
    let places = naming.places.as_ref()?;
    let reference = naming
        .references
        .iter()
        .find(|reference| reference.tokens.start == places.value.start)?;
    Some(Found {
        member: reference.member,
        tokens: None,
        certainty: Certainty::High,
    })
}

/// So many keys may stand between one that names the entity and one that says something of it.
const MOST_KEYS: usize = 40;

/// What the text speaks of: whom the item or the heading names, else whom the sentences before
/// have spoken of, of the kind that the value asks for.
fn topic(readings: &[Reading<'_>], index: usize, cast: &Cast, kind: ValueKind, certainty: Certainty) -> Option<Found> {
    let reading = &readings[index];
    let person = kind == ValueKind::Age;
    let fits = |member: &MemberId| {
        let kind = cast.get(*member).kind;
        if person {
            kind.fits(EntityKind::Person)
        } else {
            kind != EntityKind::Person
        }
    };
    let found = |member, certainty| Found {
        member,
        tokens: None,
        certainty,
    };
    if let Some(lead) = reading.lead.filter(fits) {
        return Some(found(lead, Certainty::Medium));
    }
    if names_another(reading) {
        return None;
    }
    let candidates: Vec<Candidate> = reading
        .spoken_of
        .iter()
        .copied()
        .filter(|candidate| fits(&candidate.member))
        .collect();
    let alone = is_elliptic(reading.sentence.scope);
    let best = the_best(&candidates)?;
    // Under a heading that names nobody, the text may speak of anything.
    let heading = reading.sentence.heading.and_then(|heading| readings.get(heading));
    let elsewhere = heading.is_some_and(|heading| heading.references.is_empty() && heading.index + 1 >= index);
    let sure = alone || !elsewhere && (certainty == Certainty::Medium && best.rank == Rank::Subject);
    Some(found(
        best.member,
        if sure { Certainty::Medium } else { Certainty::Low },
    ))
}

/// "Groupe scolaire Louise-Aubin: 9 classes": a key that holds a name speaks of it, not of what
/// the text is about.
fn names_another(reading: &Reading<'_>) -> bool {
    let Some(places) = reading.places.as_ref().filter(|_| reading.lead.is_none()) else {
        return false;
    };
    let mut words = places.key.clone().filter(|at| reading.tokens.is(*at, TokenKind::Word));
    words.next();
    words.any(|at| reading.tokens.is_capitalised(at) && !reading.in_value(at))
}

/// Whether a reference is the complement of a word before it ("le patron de X", "à X", "with X").
pub(super) fn is_complement(reading: &Reading<'_>, reference: &Reference) -> bool {
    !reading.mentions[reference.mention].is_free
}

fn is_break(reading: &Reading<'_>, at: usize) -> bool {
    matches!(reading.tokens.text(at), "," | ";" | ":" | "(" | ")" | "—" | "«" | "»") && !reading.in_value(at)
}
