//! Who bears a noun of relation or a title, and of which house it is.
//!
//! A noun is tied to its bearer by apposition ("Ada Roux, directrice de X"), by standing before
//! the name ("X chief executive Ada Roux"), by a verb of being or becoming, or by one of naming.

use std::ops::Range;

use super::reading::{Form, Reading, Reference};
use super::subject::{Found, found, reference_of};
use crate::claim::Certainty;
use crate::entity::{Candidate, Cast, ClauseRole, EntityKind, MemberId, Spoken, the_best};
use crate::language::TokenKind;

/// Between a bearer and the noun at most so many small words stand.
const BETWEEN: usize = 5;

/// Of whom a noun is said: "Ada Roux, directrice de X", "le fondateur de X est Ada Roux".
pub(super) fn bearer<'r>(
    reading: &'r Reading<'_>,
    cast: &Cast,
    noun: &Range<usize>,
    kind: Option<EntityKind>,
) -> Option<&'r Reference> {
    let fits = |reference: &&Reference| kind.is_none_or(|kind| cast.may_be(reference.member, kind));
    named_at(reading, noun.end)
        .filter(fits)
        .or_else(|| apposed(reading, noun).filter(fits))
        .or_else(|| by_being(reading, noun).filter(fits))
        .or_else(|| by_naming(reading, noun).filter(fits))
        .or_else(|| said_of(reading, noun).filter(fits))
        .or_else(|| behind(reading, cast, noun).filter(fits))
}

/// A name that begins at a token.
fn named_at<'r>(reading: &'r Reading<'_>, at: usize) -> Option<&'r Reference> {
    let mut names = reading
        .references
        .iter()
        .filter(|reference| reference.form == Form::Name);
    names.find(|name| name.tokens.start == at)
}

/// "Ada Roux, directrice générale de X": the noun opens an apposition.
fn apposed<'r>(reading: &'r Reading<'_>, noun: &Range<usize>) -> Option<&'r Reference> {
    let clause = reading.clause_at(noun.start)?;
    let opens = noun.start <= clause.tokens.start + BETWEEN && clause.role == ClauseRole::Apposition;
    let verbless = clause.verb.as_ref().is_none_or(|verb| verb.start > noun.start);
    if !opens || !verbless {
        return None;
    }
    let Spoken::Of(mention) = clause.subject else {
        return None;
    };
    let between = clause.tokens.start..noun.start;
    let genitive = between.clone().any(|at| reading.tokens.folded(at) == "'s");
    let small = genitive
        || between
            .clone()
            .all(|at| is_small(reading, at) || reading.references.iter().any(|other| other.tokens.contains(&at)));
    reference_of(reading, mention).filter(|bearer| small && bearer.tokens.end <= noun.start)
}

/// "Ada Roux est (devenue, a été nommée) directrice générale": the noun says what the subject is.
fn by_being<'r>(reading: &'r Reading<'_>, noun: &Range<usize>) -> Option<&'r Reference> {
    let clause = reading.clause_at(noun.start)?;
    let grammar = &reading.language.tables().grammar;
    let start = (noun.start.saturating_sub(BETWEEN)..noun.start)
        .rev()
        .take_while(|at| *at >= clause.tokens.start)
        .find(|at| !is_small(reading, *at) && !reading.references.iter().any(|other| other.tokens.contains(at)))?;
    let verb = start + 1;
    let becoming = grammar.becoming.before(&reading.tokens, verb).is_some();
    let named = grammar.naming.contains(reading.tokens.folded(start))
        && (clause.role == ClauseRole::Apposition
            || (clause.tokens.start..start).any(|at| grammar.passives.contains(reading.tokens.folded(at)))
            || clause.tokens.start == start);
    let Spoken::Of(mention) = clause.subject else {
        return None;
    };
    reference_of(reading, mention).filter(|bearer| (becoming || named) && !bearer.tokens.contains(&noun.start))
}

/// "Son fondateur est Ada Roux", "the founder of X was a nurse, Ada Roux".
fn said_of<'r>(reading: &'r Reading<'_>, noun: &Range<usize>) -> Option<&'r Reference> {
    let clause = reading.clause_at(noun.start)?;
    let verb = clause.verb.clone().filter(|verb| noun.end <= verb.start)?;
    let tables = reading.language.tables();
    let copula = verb.clone().any(|at| {
        let word = reading.tokens.folded(at);
        tables.grammar.copulas.contains(word) || tables.grammar.passives.contains(word)
    });
    let first = noun.start <= clause.tokens.start + BETWEEN;
    let head = (clause.tokens.start..noun.start)
        .all(|at| is_small(reading, at) || reading.tokens.is(at, TokenKind::Word))
        && !tables.prepositions.contains(reading.tokens.folded(clause.tokens.start))
        && !tables
            .names
            .place_prepositions
            .contains(reading.tokens.folded(clause.tokens.start));
    let named = reading.references.iter().find(|reference| {
        reference.form == Form::Name
            && (verb.end..verb.end + 6).contains(&reference.tokens.start)
            && (verb.end..reference.tokens.start).all(|at| {
                reading.tokens.is(at, TokenKind::Word)
                    && !tables.names.place_prepositions.contains(reading.tokens.folded(at))
                    && tables.pronouns.of.at(&reading.tokens, at).is_none()
            })
    })?;
    (copula && first && head).then_some(named)
}

/// "X a nommé Ada Roux directrice générale".
fn by_naming<'r>(reading: &'r Reading<'_>, noun: &Range<usize>) -> Option<&'r Reference> {
    let verb = naming_verb(reading, noun)?;
    let both = reading.participants(&verb)?;
    let Some(Spoken::Of(mention)) = both.patient else {
        return None;
    };
    reference_of(reading, mention).filter(|bearer| bearer.tokens.end <= noun.start)
}

/// The verb of naming before a noun, in its clause.
fn naming_verb(reading: &Reading<'_>, noun: &Range<usize>) -> Option<Range<usize>> {
    let clause = reading.clause_at(noun.start)?;
    let grammar = &reading.language.tables().grammar;
    (clause.tokens.start..noun.start)
        .rev()
        .find(|at| grammar.naming.contains(reading.tokens.folded(*at)) && !reading.in_value(*at))
        .map(|at| at..at + 1)
}

/// "Le directeur général de X, Ada Roux, …".
fn behind<'r>(reading: &'r Reading<'_>, cast: &Cast, noun: &Range<usize>) -> Option<&'r Reference> {
    let end = complement(reading, cast, noun).map_or(noun.end, |house| house.tokens.end);
    let end = match reading.tokens.text(end) {
        "(" => (end..end + 8)
            .find(|at| reading.tokens.text(*at) == ")")
            .map_or(end, |close| close + 1),
        _ => end,
    };
    let comma = usize::from(matches!(reading.tokens.text(end), "," | ":"));
    named_at(reading, end + comma)
}

/// Of which house the noun is that somebody bears.
pub(super) fn house(reading: &Reading<'_>, cast: &Cast, noun: &Range<usize>, bearer: MemberId) -> Option<Found> {
    let other = |reference: &&Reference| reference.member != bearer;
    complement(reading, cast, noun)
        .or_else(|| before(reading, cast, noun))
        .filter(other)
        .map(|house| found(house, Certainty::High))
        .or_else(|| {
            let both = reading.participants(&naming_verb(reading, noun)?)?;
            let Some(Spoken::Of(mention)) = both.agent else {
                return None;
            };
            reference_of(reading, mention)
                .filter(|house| is_house(cast, house))
                .filter(other)
                .map(|house| found(house, Certainty::High))
        })
        .or_else(|| spoken_of(reading, cast, noun, bearer))
}

/// "de X", "chez X", "of X" behind a noun.
fn complement<'r>(reading: &'r Reading<'_>, cast: &Cast, noun: &Range<usize>) -> Option<&'r Reference> {
    let tables = reading.language.tables();
    let behind = (noun.end..noun.end + 3)
        .take_while(|at| *at == noun.end || is_small(reading, at - 1) || reading.tokens.is(at - 1, TokenKind::Word))
        .find_map(|at| {
            let of = tables.pronouns.of.at(&reading.tokens, at).map(|((), end)| end);
            of.or_else(|| tables.pronouns.at.at(&reading.tokens, at).map(|((), end)| end))
        })?;
    reading
        .references
        .iter()
        .find(|reference| {
            (behind..=behind + 4).contains(&reference.tokens.start)
                && (behind..reference.tokens.start).all(|at| reading.tokens.is(at, TokenKind::Word))
        })
        .filter(|house| is_house(cast, house) && house.form != Form::Possessive)
}

/// "X chief executive", "X's chief executive", "son directeur".
fn before<'r>(reading: &'r Reading<'_>, cast: &Cast, noun: &Range<usize>) -> Option<&'r Reference> {
    reading.references.iter().rev().find(|reference| {
        let gap = reference.tokens.end..noun.start;
        if reference.tokens.end > noun.start || gap.len() > 3 || !is_house(cast, reference) {
            return false;
        }
        let genitive = reading.tokens.folded(gap.start) == "'s";
        let possessive = reference.form == Form::Possessive;
        let compound =
            gap.is_empty() && reference.form == Form::Name && reading.language.tables().grammar.adjectives_stand_first;
        (genitive || possessive || compound)
            && gap
                .clone()
                .all(|at| is_small(reading, at) || reading.tokens.folded(at) == "'s")
    })
}

/// "the chief executive", in a text about one house.
fn spoken_of(reading: &Reading<'_>, cast: &Cast, noun: &Range<usize>, bearer: MemberId) -> Option<Found> {
    let tables = reading.language.tables();
    // Another house stands beside the noun, but how is not clear.
    let another = reading.references.iter().any(|reference| {
        reference.member != bearer
            && reference.tokens.start.abs_diff(noun.start) <= 8
            && cast.get(reference.member).kind != EntityKind::Person
    });
    let of = tables.pronouns.of.at(&reading.tokens, noun.end).is_some();
    // "the Palestinian leader".
    let elsewhere = noun.start.checked_sub(1).is_some_and(|before| {
        reading.tokens.is_capitalised(before) && before > 0
            || tables.names.demonyms.contains_key(reading.tokens.folded(before))
    });
    if another || of || elsewhere {
        return None;
    }
    let houses: Vec<Candidate> = reading
        .spoken_of
        .iter()
        .copied()
        .filter(|candidate| {
            let kind = cast.get(candidate.member).kind;
            candidate.member != bearer
                && (kind == EntityKind::Organization
                    || kind == EntityKind::Unknown && cast.main() == Some(candidate.member))
        })
        .collect();
    let member = the_best(&houses)?.member;
    let alone = cast.only(EntityKind::Organization) == Some(member) || cast.main() == Some(member);
    Some(Found {
        member,
        tokens: None,
        certainty: if alone { Certainty::Medium } else { Certainty::Low },
    })
}

fn is_house(cast: &Cast, reference: &Reference) -> bool {
    cast.get(reference.member).kind != EntityKind::Person
}

/// Words that may stand between a holder and a noun: articles, adverbs, adjectives of time.
fn is_small(reading: &Reading<'_>, at: usize) -> bool {
    let tables = reading.language.tables();
    let word = reading.tokens.folded(at);
    tables.pronouns.articles.contains(word)
        || tables.pronouns.definite.contains(word)
        || tables.pronouns.possessives.contains(word)
        || tables.grammar.is_adverb(word)
        || tables.grammar.title_adjectives.contains(word)
        || tables.modality.negations.contains(word)
        || reading.in_value(at)
}
