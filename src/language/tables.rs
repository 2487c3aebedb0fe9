//! The tables of one language: read from its TOML file, looked up by folded words.

mod calendar;
mod document;
mod modality;
mod raw;

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;

use super::dates::Dates;
use super::grammar::Grammar;
use super::hash::{WordMap, WordSet};
use super::lexicon::{Lexicon, Words};
use super::phrases::PhraseTable;
use super::tokens::fold;
use super::{Language, NumberWords};
pub use calendar::{Durations, TimeUnit};
pub use document::{DocumentWords, KeyWords};
pub use modality::Modality;
use raw::{RawGenders, RawHedgeWords, RawHedges, RawNames, RawNumbers, RawPronouns, RawQualifiers, RawTables};

/// Everything that is known of one language.
#[derive(Debug)]
pub struct Tables {
    /// The language.
    pub language: Language,
    /// Frequent words that tell this language from the others.
    pub function_words: WordSet,
    /// Letters that the other languages do without.
    pub letters: HashSet<char>,
    /// Number words, multipliers and how digits are grouped.
    pub numbers: Numbers,
    /// Words that widen or bound a number.
    pub hedges: Hedges,
    /// Currency names to ISO 4217 codes.
    pub currencies: PhraseTable<String>,
    /// Names and signs of currencies that may stand before the number.
    pub leading_currencies: PhraseTable<String>,
    /// Names of hundredths of a currency to its code.
    pub minor_currencies: PhraseTable<String>,
    /// Words whose figure counts something, each with the noun that it counts.
    pub counted_by: PhraseTable<String>,
    /// Words that mean per cent.
    pub percent: PhraseTable<()>,
    /// Words that mean percentage points.
    pub points: PhraseTable<()>,
    /// Months, days, seasons and relative dates.
    pub dates: Dates,
    /// Units of time and the words around an age.
    pub durations: Durations,
    /// Hedging, planning, denying, attributing.
    pub modality: Modality,
    /// What stands in and around names.
    pub names: Names,
    /// Pronouns, articles and the small words of complements.
    pub pronouns: Pronouns,
    /// Nouns of descriptions that refer back, folded, with kind and gender.
    pub descriptions: WordMap<DescriptionNoun>,
    /// Words that open what is said ("qu'", "that").
    pub that: WordSet,
    /// Words before people who have no name ("plusieurs", "several").
    pub unnamed: WordSet,
    /// Small words behind which a name is no subject.
    pub prepositions: WordSet,
    /// Nouns that make a name with what stands beside them ("musée du Sel", "Tarn bridge").
    pub heads: WordSet,
    /// Countries and regions, folded: a town in one is no other place.
    pub wide_places: WordSet,
    /// Endings of ordinary nouns that may begin a sentence without an article.
    pub noun_endings: Vec<String>,
    /// Frequent verbs in the third person: a capitalised word before one is a name.
    pub verbs: WordSet,
    /// Stems of the verbs of saying.
    pub speech_stems: WordSet,
    /// What limits a claim.
    pub qualifiers: QualifierWords,
    /// What stands around the sentences of a document.
    pub document: DocumentWords,
    /// Words in keys and in headings of columns.
    pub keys: KeyWords,
    /// What holds sentences together.
    pub grammar: Grammar,
    /// Endings of participles, which tell what a name beside them did.
    pub participle_endings: Vec<String>,
    /// The reader of number words.
    pub number_words: NumberWords,
    /// What each word may begin in a value.
    pub lexicon: Lexicon,
}

/// How numbers are written.
#[derive(Debug)]
pub struct Numbers {
    /// The sign before decimals.
    pub decimal_separator: char,
    /// Signs between groups of three digits.
    pub group_separators: Vec<char>,
    /// Cardinal number words.
    pub words: WordSet,
    /// Words inside a run of number words ("et", "and").
    pub joiners: WordSet,
    /// What follows digits in an ordinal ("er", "th").
    pub ordinal_suffixes: WordSet,
    /// Ordinal words to their rank.
    pub ordinals: WordMap<u32>,
    /// Words between a number and its unit ("d'").
    pub connectors: WordSet,
    /// "millions" to 1 000 000.
    pub multipliers: WordMap<Decimal>,
    /// Abbreviated multipliers, that count only next to a unit, as written.
    pub abbreviated_multipliers: WordMap<Decimal>,
    /// "dizaine" to 10.
    pub collectives: WordMap<Decimal>,
    /// Whether a collective is a rough number.
    pub collective_means_about: bool,
    /// "demi", "half".
    pub halves: WordSet,
    /// "et demi", "and a half".
    pub and_a_half: PhraseTable<()>,
    /// "deux tiers" to 0.667.
    pub fractions: PhraseTable<Decimal>,
    /// "zéro", "nought".
    pub zeros: WordSet,
    /// Before a noun they count none of it ("aucun", "no").
    pub none: PhraseTable<()>,
    /// Behind "no" they compare, and count nothing ("no more than 200").
    pub compared: WordSet,
    /// Words that count nobody, and whom they count ("nobody": people).
    pub nobody: PhraseTable<String>,
    /// Between a figure and the whole that it is a part of ("of its", "de ses").
    pub out_of: PhraseTable<()>,
    /// Before a percentage that follows from the figures before it ("soit", "or").
    pub that_is: PhraseTable<()>,
    /// "moins", "minus".
    pub negatives: WordSet,
    /// "virgule", "point", before spoken decimals.
    pub points: WordSet,
    /// Words that multiply digits but are number words elsewhere: "3 hundred".
    pub behind_digits: WordMap<Decimal>,
    /// "tiers", "quarters": how many make one.
    pub denominators: WordMap<Decimal>,
    /// "sur", "in", "out of", between the two numbers of a share.
    pub ratios: PhraseTable<()>,
    /// Articles that count one: "un", "a".
    pub ones: WordSet,
    /// Endings of nouns in the plural.
    pub plural_endings: Vec<String>,
    /// Number words that mean other things where they count nothing: "neuf".
    pub ambiguous: WordSet,
    /// Words that make the number before them a time of the day.
    pub clock: PhraseTable<()>,
}

/// A word that widens or bounds a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HedgeWord {
    /// "environ", "about".
    About,
    /// "près de", "nearly": a little under.
    Nearly,
    /// "plus de", "more than".
    MoreThan,
    /// "moins de", "less than".
    LessThan,
    /// "au moins", "at least".
    AtLeast,
    /// "au plus", "up to".
    AtMost,
}

/// Words around a number.
#[derive(Debug)]
pub struct Hedges {
    /// Before the number.
    pub before: PhraseTable<HedgeWord>,
    /// Behind the number.
    pub after: PhraseTable<HedgeWord>,
    /// Openers of a range, each with the middle it needs.
    pub range_openers: PhraseTable<Vec<String>>,
    /// Words between two bounds of one number ("mais", "but").
    pub joiners: WordSet,
    /// Middles of a range without an opener ("à", "to").
    pub range_middles: PhraseTable<()>,
}

/// What stands in and around names.
#[derive(Debug)]
pub struct Names {
    /// "M.", "Mme", "Dr".
    pub person_titles: WordSet,
    /// Occupations and offices.
    pub person_roles: WordSet,
    /// "de", "van".
    pub particles: WordSet,
    /// "groupe", "banque".
    pub organization_nouns: WordSet,
    /// "ville", "région".
    pub place_nouns: WordSet,
    /// "roman", "pont".
    pub work_nouns: WordSet,
    /// "SA", "Inc".
    pub legal_suffixes: WordSet,
    /// What organisations make or do, at the end of their names ("Robotics", "Optique").
    pub organization_endings: WordSet,
    /// "à", "in".
    pub place_prepositions: WordSet,
    /// Verbs of saying.
    pub speech_verbs: PhraseTable<()>,
    /// The places of the demonyms, folded, letters only.
    pub places: WordSet,
    /// "parisien" to "Paris".
    pub demonyms: WordMap<String>,
    /// Words that are capitalised only because they begin a sentence.
    pub sentence_starters: WordSet,
    /// Whether months and days of the week take a capital.
    pub capitalised_dates: bool,
}

/// Pronouns and small words.
#[derive(Debug)]
pub struct Pronouns {
    /// Subject pronouns with gender and number.
    pub subjects: PhraseTable<(Option<Gender>, bool)>,
    /// Pronouns that stand only for people.
    pub person: WordSet,
    /// Pronouns that stand only for things.
    pub thing: WordSet,
    /// "son", "its".
    pub possessives: WordSet,
    /// "qui", "which".
    pub relatives: WordSet,
    /// "de", "of".
    pub of: PhraseTable<()>,
    /// "le", "the", "a".
    pub articles: WordSet,
    /// Articles and demonstratives of things already known.
    pub definite: WordSet,
    /// "par", "by".
    pub by: WordSet,
    /// "chez", "at".
    pub at: PhraseTable<()>,
}

/// Words of what limits a claim.
#[derive(Debug)]
pub struct QualifierWords {
    /// "dont", "including".
    pub part: PhraseTable<()>,
    /// "autres", "another": before what comes on top.
    pub more_before: PhraseTable<()>,
    /// Nouns of what is but a part of what it belongs to ("subsidiary", "travée"), as stems.
    pub part_nouns: WordSet,
    /// Beside a figure they make it that of a part ("à l'export", "online").
    pub part_beside: PhraseTable<()>,
    /// Before a date, so many months that end with it ("the year to").
    pub months_to: PhraseTable<i8>,
    /// "supplémentaires", "more": behind what comes on top.
    pub more_behind: PhraseTable<()>,
    /// "chacun", "each".
    pub each: PhraseTable<()>,
    /// "par", "per".
    pub per: PhraseTable<()>,
    /// Names of funding rounds to one name each.
    pub rounds: PhraseTable<String>,
    /// Kinds of figure ("net", "pre-money") to one name each.
    pub variant: PhraseTable<String>,
    /// Stems of words for events to one name each.
    pub events: WordMap<String>,
}

/// Grammatical gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// Masculine.
    Masculine,
    /// Feminine.
    Feminine,
}

/// What a description noun says of the entity it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DescriptionNoun {
    /// `person`, `organization`, `place` or `thing`.
    pub kind: &'static str,
    /// The noun's gender.
    pub gender: Gender,
}

impl Tables {
    /// Reads the table file of `language`.
    ///
    /// # Panics
    ///
    /// Where the file that is built into the program is broken, which a test rules out.
    #[expect(clippy::expect_used, reason = "the tables are part of the program and tested")]
    pub(super) fn read(language: Language, tables: &[u8], dates: &[u8], grammar: &[u8]) -> Self {
        let raw: RawTables = rmp_serde::from_slice(tables).expect("a language table is valid and its keys are known");
        let dates = Dates::read(dates).expect("a table of dates is valid");
        let grammar = Grammar::read(grammar).expect("a table of grammar is valid");
        let numbers = Numbers::from_raw(raw.numbers);
        let mut units = WordMap::default();
        for (name, words) in &raw.durations.units {
            if let Some(unit) = TimeUnit::ALL.into_iter().find(|unit| unit.as_str() == name) {
                units.extend(words.iter().map(|word| (fold(word), unit)));
            }
        }
        let minor = raw.currencies.minor;
        let currencies = raw.currencies.names;
        let hedges = Hedges::from_raw(&raw.hedges);
        let durations = Durations {
            units,
            fifteen_days_is_two_weeks: raw.durations.fifteen_days_is_two_weeks,
            vague: sized_phrases(&raw.durations.vague),
            whole: phrases(&raw.durations.whole),
            age_signs: phrases(&raw.durations.age_signs),
            shares: sized_phrases(&raw.durations.shares),
            age_before: phrases(&raw.durations.age_before),
            age_after: phrases(&raw.durations.age_after),
        };
        let leading_currencies = PhraseTable::new(
            raw.currencies
                .leading
                .iter()
                .map(|(name, code)| (name.as_str(), code.clone())),
        );
        let pronouns = Pronouns::from_raw(&raw.pronouns);
        let names = currencies
            .iter()
            .flat_map(|(code, names)| names.iter().map(move |name| (name.as_str(), code.clone())));
        let currencies = PhraseTable::new(names);
        let percent = phrases(&raw.percent.words);
        let number_words = NumberWords::new(language, numbers.words.iter());
        let function_words = folded(&raw.function_words);
        let lexicon = Lexicon::new(&Words {
            numbers: &numbers,
            hedges: &hedges,
            durations: &durations,
            dates: &dates,
            currencies: &currencies,
            leading_currencies: &leading_currencies,
            percent: &percent,
            articles: &pronouns.articles,
            function_words: &function_words,
        });
        Self {
            language,
            function_words,
            letters: raw.letters.chars().collect(),
            numbers,
            hedges,
            currencies,
            leading_currencies,
            minor_currencies: PhraseTable::new(
                minor
                    .iter()
                    .flat_map(|(code, names)| names.iter().map(move |name| (name.as_str(), code.clone()))),
            ),
            counted_by: PhraseTable::new(
                raw.counted_by
                    .iter()
                    .flat_map(|(noun, words)| words.iter().map(move |word| (word.as_str(), noun.clone()))),
            ),
            percent,
            points: phrases(&raw.percent.points),
            dates,
            durations,
            modality: Modality::from_raw(&raw.modality),
            names: Names::from_raw(&raw.names),
            pronouns,
            descriptions: descriptions(&raw.descriptions),
            that: folded(&raw.grammar.that),
            unnamed: folded(&raw.grammar.unnamed),
            prepositions: folded(&raw.grammar.prepositions),
            heads: folded(&raw.grammar.heads),
            noun_endings: raw.grammar.noun_endings.iter().map(|ending| fold(ending)).collect(),
            wide_places: folded(&raw.grammar.wide_places),
            verbs: folded(&raw.grammar.verbs),
            speech_stems: raw
                .names
                .speech_verbs
                .iter()
                .filter_map(|verb| verb.split_whitespace().last())
                .map(|verb| language.stem(verb))
                .collect(),
            qualifiers: QualifierWords::from_raw(&raw.qualifiers, language),
            participle_endings: raw
                .grammar
                .participle_endings
                .iter()
                .map(|ending| fold(ending))
                .collect(),
            document: DocumentWords::read(&raw.document),
            keys: KeyWords::read(&raw.keys),
            grammar,
            number_words,
            lexicon,
        }
    }

    /// Whether the folded word is a noun for an organisation or for a work.
    pub fn organization_or_work(&self, word: &str) -> bool {
        self.names.organization_nouns.contains(word) || self.names.work_nouns.contains(word)
    }

    /// Whether the folded word is known as an ordinary noun.
    pub fn is_common_noun(&self, word: &str) -> bool {
        self.organization_or_work(word)
            || self.names.place_nouns.contains(word)
            || self.names.person_roles.contains(word)
            || self.descriptions.contains_key(word)
    }
}

impl Numbers {
    fn from_raw(raw: RawNumbers) -> Self {
        let abbreviations: HashSet<&String> = raw.case_sensitive_multipliers.iter().collect();
        let mut multipliers = WordMap::default();
        let mut abbreviated_multipliers = WordMap::default();
        for (factor, words) in &raw.multipliers {
            let factor = decimal(factor);
            for word in words {
                if abbreviations.contains(word) {
                    abbreviated_multipliers.insert(word.clone(), factor);
                } else {
                    multipliers.insert(fold(word), factor);
                }
            }
        }
        Self {
            decimal_separator: raw.decimal_separator.chars().next().unwrap_or('.'),
            group_separators: raw.group_separators.iter().filter_map(|s| s.chars().next()).collect(),
            words: folded(&raw.words),
            joiners: folded(&raw.joiners),
            ordinal_suffixes: folded(&raw.ordinal_suffixes),
            ordinals: raw
                .ordinals
                .iter()
                .zip(1..)
                .flat_map(|(words, rank)| words.iter().map(move |word| (fold(word), rank)))
                .collect(),
            connectors: folded(&raw.connectors),
            multipliers,
            abbreviated_multipliers,
            collectives: sized(&raw.collectives),
            collective_means_about: raw.collective_means_about,
            halves: folded(&raw.halves),
            and_a_half: phrases(&raw.and_a_half),
            fractions: sized_phrases(&raw.fractions),
            zeros: folded(&raw.zeros),
            none: phrases(&raw.none),
            compared: folded(&raw.compared),
            nobody: PhraseTable::new(
                raw.nobody
                    .iter()
                    .flat_map(|(noun, words)| words.iter().map(move |word| (word.as_str(), noun.clone()))),
            ),
            out_of: phrases(&raw.out_of),
            that_is: phrases(&raw.that_is),
            negatives: folded(&raw.negatives),
            points: folded(&raw.points),
            behind_digits: sized(&raw.behind_digits),
            denominators: sized(&raw.denominators),
            ratios: phrases(&raw.ratios),
            clock: phrases(&raw.clock),
            ones: folded(&raw.ones),
            ambiguous: folded(&raw.ambiguous),
            plural_endings: raw.plural_endings.clone(),
        }
    }
}

impl Hedges {
    fn from_raw(raw: &RawHedges) -> Self {
        let mut openers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (opener, middle) in raw.range_between.iter().chain(&raw.range_from) {
            openers.entry(opener).or_default().push(middle.clone());
        }
        Self {
            before: hedge_words(&raw.before),
            after: hedge_words(&raw.after),
            range_openers: PhraseTable::new(openers),
            joiners: folded(&raw.joiners),
            range_middles: phrases(&raw.range_middle),
        }
    }
}

fn hedge_words(raw: &RawHedgeWords) -> PhraseTable<HedgeWord> {
    let lists = [
        (&raw.about, HedgeWord::About),
        (&raw.nearly, HedgeWord::Nearly),
        (&raw.more_than, HedgeWord::MoreThan),
        (&raw.less_than, HedgeWord::LessThan),
        (&raw.at_least, HedgeWord::AtLeast),
        (&raw.at_most, HedgeWord::AtMost),
    ];
    PhraseTable::new(
        lists
            .into_iter()
            .flat_map(|(words, hedge)| words.iter().map(move |word| (word.as_str(), hedge))),
    )
}

impl Names {
    fn from_raw(raw: &RawNames) -> Self {
        Self {
            person_titles: raw
                .person_titles
                .iter()
                .map(|t| fold(t.trim_end_matches('.')))
                .collect(),
            person_roles: folded(&raw.person_roles),
            particles: folded(&raw.particles),
            organization_nouns: folded(&raw.organization_nouns),
            place_nouns: folded(&raw.place_nouns),
            work_nouns: folded(&raw.work_nouns),
            legal_suffixes: folded(&raw.legal_suffixes),
            organization_endings: folded(&raw.organization_endings),
            place_prepositions: folded(&raw.place_prepositions),
            speech_verbs: phrases(&raw.speech_verbs),
            places: raw
                .demonyms
                .iter()
                .map(|(place, _)| fold(place).chars().filter(|c| c.is_alphanumeric()).collect())
                .collect(),
            demonyms: raw
                .demonyms
                .iter()
                .flat_map(|(place, words)| words.iter().map(move |word| (fold(word), place.clone())))
                .collect(),
            sentence_starters: folded(&raw.sentence_starters),
            capitalised_dates: raw.months_and_days_are_capitalised,
        }
    }
}

impl Pronouns {
    fn from_raw(raw: &RawPronouns) -> Self {
        let lists = [
            (&raw.masculine_singular, (Some(Gender::Masculine), false)),
            (&raw.feminine_singular, (Some(Gender::Feminine), false)),
            (&raw.masculine_plural, (Some(Gender::Masculine), true)),
            (&raw.feminine_plural, (Some(Gender::Feminine), true)),
            (&raw.thing, (None, false)),
        ];
        Self {
            subjects: PhraseTable::new(
                lists
                    .into_iter()
                    .flat_map(|(words, meaning)| words.iter().map(move |word| (word.as_str(), meaning))),
            ),
            person: folded(&raw.person),
            thing: folded(&raw.thing),
            possessives: folded(&raw.possessives),
            relatives: folded(&raw.relatives),
            of: phrases(&raw.of),
            articles: folded(&raw.articles),
            definite: folded(&raw.definite),
            by: folded(&raw.by),
            at: phrases(&raw.at),
        }
    }
}

impl QualifierWords {
    fn from_raw(raw: &RawQualifiers, language: Language) -> Self {
        let named = |lists: &BTreeMap<String, Vec<String>>| {
            PhraseTable::new(
                lists
                    .iter()
                    .flat_map(|(name, words)| words.iter().map(move |word| (word.as_str(), name.clone()))),
            )
        };
        Self {
            part: phrases(&raw.part),
            more_before: phrases(&raw.more_before),
            part_nouns: raw.part_nouns.iter().map(|noun| language.stem(noun)).collect(),
            part_beside: phrases(&raw.part_beside),
            months_to: PhraseTable::new(
                raw.months_to
                    .iter()
                    .flat_map(|(months, words)| words.iter().map(move |word| (word.as_str(), *months))),
            ),
            more_behind: phrases(&raw.more_behind),
            each: phrases(&raw.each),
            per: phrases(&raw.per),
            rounds: named(&raw.rounds),
            variant: named(&raw.variant),
            events: raw
                .events
                .iter()
                .flat_map(|(name, words)| words.iter().map(move |word| (language.stem(word), name.clone())))
                .collect(),
        }
    }
}

fn descriptions(raw: &BTreeMap<String, RawGenders>) -> WordMap<DescriptionNoun> {
    let mut nouns = WordMap::default();
    for kind in ["thing", "place", "person", "organization"] {
        let Some(lists) = raw.get(kind) else { continue };
        for (words, gender) in [
            (&lists.masculine, Gender::Masculine),
            (&lists.feminine, Gender::Feminine),
        ] {
            nouns.extend(words.iter().map(|word| (fold(word), DescriptionNoun { kind, gender })));
        }
    }
    nouns
}

/// The words of a list, folded.
pub(super) fn folded(words: &[String]) -> WordSet {
    words.iter().map(|word| fold(word)).collect()
}

/// The phrases of a list.
pub(super) fn phrases(words: &[String]) -> PhraseTable<()> {
    PhraseTable::new(words.iter().map(|word| (word.as_str(), ())))
}

fn sized(lists: &[(String, Vec<String>)]) -> WordMap<Decimal> {
    lists
        .iter()
        .flat_map(|(size, words)| words.iter().map(move |word| (fold(word), decimal(size))))
        .collect()
}

fn sized_phrases(lists: &[(String, Vec<String>)]) -> PhraseTable<Decimal> {
    PhraseTable::new(
        lists
            .iter()
            .flat_map(|(size, words)| words.iter().map(move |word| (word.as_str(), decimal(size)))),
    )
}

fn decimal(text: &str) -> Decimal {
    Decimal::from_scientific(text)
        .or_else(|_| text.parse())
        .unwrap_or(Decimal::ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_tables_load() {
        for language in Language::ALL {
            let tables = language.tables();
            assert_eq!(tables.dates.months.len().min(12), 12, "{language}");
            assert!(tables.names.person_roles.len() > 50, "{language}");
            assert!(!tables.descriptions.is_empty(), "{language}");
        }
        let french = Language::French.tables();
        assert_eq!(french.numbers.multipliers["milliards"], Decimal::from(1_000_000_000u64));
        assert_eq!(french.numbers.ordinals["deuxieme"], 2);
    }
}
