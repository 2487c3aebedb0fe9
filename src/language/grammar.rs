//! The words that hold sentences together, and what nouns and first names tell of whom they name.

use serde::Deserialize;

use super::hash::{WordMap, WordSet};
use super::phrases::PhraseTable;
use super::tables::{Gender, folded, phrases};
use super::tokens::fold;

/// What cuts a sentence into clauses and finds their verbs, and what the words of a name tell.
#[derive(Debug)]
pub struct Grammar {
    /// Words that join two verbs or two clauses ("et", "and").
    pub coordinators: WordSet,
    /// Words that open a clause with a subject of its own ("tandis que", "while").
    pub subordinators: PhraseTable<()>,
    /// Small words between a subject and its verb ("ne", "se", "lui").
    pub clitics: WordSet,
    /// Words that may stand anywhere in a clause ("aussi", "also").
    pub adverbs: WordSet,
    /// Endings of such words ("-ment", "-ly").
    pub adverb_endings: Vec<String>,
    /// Words before an infinitive in a group of verbs ("to").
    pub infinitive_markers: WordSet,
    /// Whether nouns tell the gender of what they name.
    pub nouns_have_gender: bool,
    /// Whether a noun in the plural has an article wherever it stands.
    pub plurals_need_article: bool,
    /// Whether adjectives and names that tell apart stand before their noun ("the Bristol brewer").
    pub adjectives_stand_first: bool,
    /// Open a clause that tells of the moment at which the clause beside it holds ("lorsque", "when").
    pub moments: PhraseTable<()>,
    /// Whether a bare number beside a person is an age ("Ada Roux, 52", "she was 84").
    pub bare_numbers_are_ages: bool,
    /// Relatives that stand for the subject of their clause ("qui", "who").
    pub relative_subjects: WordSet,
    /// Relatives that stand for whom something belongs to ("dont", "whose").
    pub relative_possessors: WordSet,
    /// Relatives that stand only for people ("who").
    pub relative_persons: WordSet,
    /// Openings of a clause that has no subject ("il y a", "there are").
    pub impersonal: PhraseTable<()>,
    /// Pronouns of the house that writes or speaks ("nous", "we").
    pub ourselves: PhraseTable<()>,
    /// Articles of what has not been spoken of before ("un", "a").
    pub indefinite: WordSet,
    /// Words before what is somebody else's ("autre", "another").
    pub other: WordSet,
    /// Finite forms of verbs in the third person, lower case with accents.
    finite: WordSet,
    /// Endings that only finite forms have.
    finite_endings: Vec<String>,
    /// Words with such an ending that are no verbs.
    not_finite: WordSet,
    /// Participles, lower case with accents.
    participles: WordSet,
    /// Infinitives, lower case with accents.
    infinitives: WordSet,
    /// Finite forms that are as often nouns or adjectives.
    ambiguous: WordSet,
    /// Verbs that say what something is ("est", "was").
    pub copulas: WordSet,
    /// Forms of the auxiliary that makes a participle say what happens to its subject ("été", "was").
    pub passives: WordSet,
    /// Pronouns of what a verb acts on, before the verb ("l'", "la").
    pub object_clitics: WordSet,
    /// Prepositions of what a sum is given for or to ("pour", "into").
    pub goals: WordSet,
    /// Verbs that give somebody an office ("nommer", "appoint"), in any inflection that names one.
    pub naming: WordSet,
    /// Words that say what somebody is or becomes, beside the copulas ("devenir", "serves").
    pub becoming: PhraseTable<()>,
    /// Forms of verbs that tell what is past.
    past: WordSet,
    /// Endings of such forms.
    past_endings: Vec<String>,
    /// Adjectives before a title that leave it what it is ("nouvelle", "current").
    pub title_adjectives: WordSet,
    /// Auxiliaries, which open a group of verbs.
    auxiliaries: WordSet,
    /// Nouns of properties and figures of an entity ("effectif", "revenue").
    pub attributes: PhraseTable<()>,
    /// Nouns of somebody other than the one spoken of ("concurrent", "rival").
    pub relational: PhraseTable<()>,
    /// Nouns that any organisation, place or work may be called by ("entreprise", "company").
    pub generic_nouns: WordSet,
    /// First names, folded, with the gender that they tell, where they tell one.
    pub first_names: WordMap<Option<Gender>>,
    /// Titles that tell the gender of whom they stand before ("Mme", "Mr").
    pub title_genders: WordMap<Gender>,
    /// Articles that tell the gender of what they stand before ("la").
    pub article_genders: WordMap<Gender>,
    /// Articles before several ("les").
    pub plural_articles: WordSet,
    /// Possessives that tell the gender of whom something belongs to ("his").
    pub possessive_genders: WordMap<Gender>,
    /// Possessives of what belongs to several ("leur").
    pub plural_possessives: WordSet,
    /// Short first names to the full ones that they may stand for, all folded.
    pub short_names: WordMap<Vec<String>>,
    /// Words in the names of organisations that make another organisation of them ("Fondation").
    pub subsidiary_markers: WordSet,
    /// Words at the end of names that tell nothing ("Group", "Labs").
    pub generic_suffixes: WordSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawGrammar {
    coordinators: Vec<String>,
    subordinators: Vec<String>,
    moments: Vec<String>,
    clitics: Vec<String>,
    adverbs: Vec<String>,
    adverb_endings: Vec<String>,
    infinitive_markers: Vec<String>,
    nouns_have_gender: bool,
    plurals_need_article: bool,
    adjectives_stand_first: bool,
    bare_numbers_are_ages: bool,
    relative_subjects: Vec<String>,
    relative_possessors: Vec<String>,
    relative_persons: Vec<String>,
    impersonal: Vec<String>,
    ourselves: Vec<String>,
    indefinite: Vec<String>,
    other: Vec<String>,
    short_forms: Vec<Vec<String>>,
    subsidiary_markers: Vec<String>,
    generic_suffixes: Vec<String>,
    verbs: RawVerbs,
    nouns: RawNouns,
    first_names: RawGenders,
    titles: RawGenders,
    articles: RawGenders,
    possessives: RawGenders,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawVerbs {
    auxiliaries: Vec<String>,
    copulas: Vec<String>,
    passives: Vec<String>,
    object_clitics: Vec<String>,
    goals: Vec<String>,
    naming: Vec<String>,
    becoming: Vec<String>,
    title_adjectives: Vec<String>,
    past: Vec<String>,
    past_endings: Vec<String>,
    finite: Vec<String>,
    finite_endings: Vec<String>,
    not_finite: Vec<String>,
    participles: Vec<String>,
    infinitives: Vec<String>,
    ambiguous: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawNouns {
    attributes: Vec<String>,
    relational: Vec<String>,
    generic: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawGenders {
    #[serde(default)]
    feminine: Vec<String>,
    #[serde(default)]
    masculine: Vec<String>,
    #[serde(default)]
    either: Vec<String>,
    #[serde(default)]
    plural: Vec<String>,
}

impl RawGenders {
    fn gendered(&self) -> WordMap<Gender> {
        let lists = [(&self.feminine, Gender::Feminine), (&self.masculine, Gender::Masculine)];
        lists
            .into_iter()
            .flat_map(|(words, gender)| words.iter().map(move |word| (fold(word.trim_end_matches('.')), gender)))
            .collect()
    }
}

impl Grammar {
    /// Reads the grammar file of a language.
    ///
    /// # Errors
    ///
    /// What is wrong with the file.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, rmp_serde::decode::Error> {
        let raw: RawGrammar = rmp_serde::from_slice(bytes)?;
        let either = raw.first_names.either.iter().map(|name| (fold(name), None));
        let gendered = raw.first_names.gendered().into_iter();
        let first_names = either
            .chain(gendered.map(|(name, gender)| (name, Some(gender))))
            .collect();
        let exact = |words: &[String]| words.iter().map(|word| word.to_lowercase()).collect();
        Ok(Self {
            coordinators: folded(&raw.coordinators),
            subordinators: phrases(&raw.subordinators),
            moments: phrases(&raw.moments),
            clitics: folded(&raw.clitics),
            adverbs: folded(&raw.adverbs),
            adverb_endings: raw.adverb_endings,
            infinitive_markers: folded(&raw.infinitive_markers),
            nouns_have_gender: raw.nouns_have_gender,
            plurals_need_article: raw.plurals_need_article,
            adjectives_stand_first: raw.adjectives_stand_first,
            bare_numbers_are_ages: raw.bare_numbers_are_ages,
            relative_subjects: folded(&raw.relative_subjects),
            relative_possessors: folded(&raw.relative_possessors),
            relative_persons: folded(&raw.relative_persons),
            impersonal: phrases(&raw.impersonal),
            ourselves: phrases(&raw.ourselves),
            indefinite: folded(&raw.indefinite),
            other: folded(&raw.other),
            finite: exact(&raw.verbs.finite),
            finite_endings: raw.verbs.finite_endings,
            not_finite: exact(&raw.verbs.not_finite),
            participles: exact(&raw.verbs.participles),
            infinitives: exact(&raw.verbs.infinitives),
            ambiguous: exact(&raw.verbs.ambiguous),
            copulas: folded(&raw.verbs.copulas),
            passives: folded(&raw.verbs.passives),
            object_clitics: folded(&raw.verbs.object_clitics),
            goals: folded(&raw.verbs.goals),
            naming: folded(&raw.verbs.naming),
            becoming: phrases(&raw.verbs.becoming),
            past: exact(&raw.verbs.past),
            past_endings: raw.verbs.past_endings,
            title_adjectives: folded(&raw.verbs.title_adjectives),
            auxiliaries: exact(&raw.verbs.auxiliaries),
            attributes: phrases(&raw.nouns.attributes),
            relational: phrases(&raw.nouns.relational),
            generic_nouns: folded(&raw.nouns.generic),
            first_names,
            title_genders: raw.titles.gendered(),
            article_genders: raw.articles.gendered(),
            plural_articles: folded(&raw.articles.plural),
            possessive_genders: raw.possessives.gendered(),
            plural_possessives: folded(&raw.possessives.plural),
            short_names: raw
                .short_forms
                .iter()
                .filter_map(|forms| {
                    let (short, full) = forms.split_first()?;
                    Some((fold(short), full.iter().map(|name| fold(name)).collect()))
                })
                .collect(),
            subsidiary_markers: folded(&raw.subsidiary_markers),
            generic_suffixes: folded(&raw.generic_suffixes),
        })
    }

    /// Whether a word, as written, may be a finite verb in the third person.
    pub fn is_finite(&self, word: &str) -> bool {
        let word = lower(word);
        self.finite.contains(word.as_ref())
            || self.auxiliaries.contains(word.as_ref())
            || (word.len() > 5
                && self.finite_endings.iter().any(|ending| word.ends_with(ending.as_str()))
                && !self.not_finite.contains(word.as_ref()))
    }

    /// Whether a finite form is as often a noun or an adjective.
    pub fn is_ambiguous(&self, word: &str) -> bool {
        self.ambiguous.contains(lower(word).as_ref())
    }

    /// Whether a word, as written, is a participle; those of French agree in gender and number.
    pub fn is_participle(&self, word: &str) -> bool {
        let word = lower(word);
        let mut stem = word.as_ref();
        loop {
            if self.participles.contains(stem) {
                return true;
            }
            match stem.strip_suffix(['s', 'e']) {
                Some(shorter) if shorter.len() > 2 => stem = shorter,
                _ => return false,
            }
        }
    }

    /// Whether a word, as written, is an infinitive.
    pub fn is_infinitive(&self, word: &str) -> bool {
        self.infinitives.contains(lower(word).as_ref())
    }

    /// Whether a word, as written, is an auxiliary.
    pub fn is_auxiliary(&self, word: &str) -> bool {
        self.auxiliaries.contains(lower(word).as_ref())
    }

    /// Whether a word, as written, tells its clause as past.
    pub fn is_past(&self, word: &str) -> bool {
        let word = lower(word);
        self.past.contains(word.as_ref())
            || word.len() > 4 && self.past_endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// Whether a folded word may stand anywhere in a clause.
    pub fn is_adverb(&self, folded: &str) -> bool {
        self.adverbs.contains(folded)
            || (folded.len() > 5
                && self
                    .adverb_endings
                    .iter()
                    .any(|ending| folded.ends_with(ending.as_str())))
    }

    /// Whether a folded word, or its first part, is a first name.
    pub fn is_first_name(&self, folded: &str) -> bool {
        self.first_names.contains_key(first_part(folded))
    }

    /// The gender that a folded first name tells.
    pub fn gender_of(&self, folded: &str) -> Option<Gender> {
        self.first_names
            .get(folded)
            .or_else(|| self.first_names.get(first_part(folded)))
            .copied()
            .flatten()
    }
}

/// "Jean-Marie" is what "Jean" is.
fn first_part(word: &str) -> &str {
    word.split('-').next().unwrap_or(word)
}

fn lower(word: &str) -> std::borrow::Cow<'_, str> {
    if word.chars().any(char::is_uppercase) {
        word.to_lowercase().into()
    } else {
        word.into()
    }
}
