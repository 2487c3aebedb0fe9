//! The keys of a language file, as they stand in TOML.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawTables {
    #[serde(rename = "code")]
    pub(super) _code: String,
    #[serde(rename = "name")]
    pub(super) _name: String,
    #[serde(rename = "aliases")]
    pub(super) _aliases: Vec<String>,
    pub(super) letters: String,
    pub(super) function_words: Vec<String>,
    pub(super) numbers: RawNumbers,
    pub(super) hedges: RawHedges,
    pub(super) currencies: RawCurrencies,
    pub(super) percent: RawPercent,
    pub(super) counted_by: BTreeMap<String, Vec<String>>,
    pub(super) durations: RawDurations,
    pub(super) modality: RawModality,
    pub(super) names: RawNames,
    pub(super) pronouns: RawPronouns,
    pub(super) descriptions: BTreeMap<String, RawGenders>,
    pub(super) grammar: RawGrammar,
    pub(super) qualifiers: RawQualifiers,
    pub(super) keys: RawKeys,
    pub(super) document: RawDocument,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawGrammar {
    pub(super) that: Vec<String>,
    pub(super) unnamed: Vec<String>,
    pub(super) prepositions: Vec<String>,
    pub(super) verbs: Vec<String>,
    pub(super) heads: Vec<String>,
    pub(super) noun_endings: Vec<String>,
    pub(super) participle_endings: Vec<String>,
    pub(super) wide_places: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawQualifiers {
    pub(super) part: Vec<String>,
    pub(super) part_nouns: Vec<String>,
    pub(super) part_beside: Vec<String>,
    pub(super) months_to: Vec<(i8, Vec<String>)>,
    pub(super) more_before: Vec<String>,
    pub(super) more_behind: Vec<String>,
    pub(super) each: Vec<String>,
    pub(super) per: Vec<String>,
    pub(super) rounds: BTreeMap<String, Vec<String>>,
    pub(super) variant: BTreeMap<String, Vec<String>>,
    pub(super) events: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawKeys {
    pub(super) small: Vec<String>,
    pub(super) now: Vec<String>,
    pub(super) totals: Vec<String>,
    pub(super) generic: Vec<String>,
    pub(super) others: Vec<String>,
    pub(super) names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawDocument {
    pub(super) comments: Vec<String>,
    pub(super) releases: Vec<String>,
    pub(super) footers: Vec<String>,
    pub(super) abbreviations: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawNumbers {
    pub(super) decimal_separator: String,
    pub(super) group_separators: Vec<String>,
    pub(super) words: Vec<String>,
    pub(super) joiners: Vec<String>,
    pub(super) ordinal_suffixes: Vec<String>,
    pub(super) ordinals: Vec<Vec<String>>,
    pub(super) connectors: Vec<String>,
    pub(super) multipliers: Vec<(String, Vec<String>)>,
    pub(super) case_sensitive_multipliers: Vec<String>,
    pub(super) collectives: Vec<(String, Vec<String>)>,
    pub(super) collective_means_about: bool,
    pub(super) halves: Vec<String>,
    pub(super) and_a_half: Vec<String>,
    pub(super) fractions: Vec<(String, Vec<String>)>,
    pub(super) zeros: Vec<String>,
    pub(super) none: Vec<String>,
    pub(super) nobody: Vec<(String, Vec<String>)>,
    pub(super) compared: Vec<String>,
    pub(super) out_of: Vec<String>,
    pub(super) that_is: Vec<String>,
    pub(super) negatives: Vec<String>,
    pub(super) points: Vec<String>,
    pub(super) behind_digits: Vec<(String, Vec<String>)>,
    pub(super) denominators: Vec<(String, Vec<String>)>,
    pub(super) ratios: Vec<String>,
    pub(super) clock: Vec<String>,
    pub(super) ones: Vec<String>,
    pub(super) ambiguous: Vec<String>,
    pub(super) plural_endings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawHedges {
    pub(super) before: RawHedgeWords,
    pub(super) after: RawHedgeWords,
    pub(super) range_between: Vec<(String, String)>,
    pub(super) range_from: Vec<(String, String)>,
    pub(super) range_middle: Vec<String>,
    pub(super) joiners: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawHedgeWords {
    #[serde(default)]
    pub(super) about: Vec<String>,
    #[serde(default)]
    pub(super) nearly: Vec<String>,
    #[serde(default)]
    pub(super) more_than: Vec<String>,
    #[serde(default)]
    pub(super) less_than: Vec<String>,
    #[serde(default)]
    pub(super) at_least: Vec<String>,
    #[serde(default)]
    pub(super) at_most: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct RawCurrencies {
    #[serde(default)]
    pub(super) minor: Vec<(String, Vec<String>)>,
    pub(super) leading: BTreeMap<String, String>,
    #[serde(flatten)]
    pub(super) names: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPercent {
    pub(super) words: Vec<String>,
    pub(super) points: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawDurations {
    pub(super) units: BTreeMap<String, Vec<String>>,
    pub(super) fifteen_days_is_two_weeks: bool,
    pub(super) vague: Vec<(String, Vec<String>)>,
    pub(super) whole: Vec<String>,
    pub(super) age_signs: Vec<String>,
    pub(super) shares: Vec<(String, Vec<String>)>,
    pub(super) age_before: Vec<String>,
    pub(super) age_after: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawModality {
    pub(super) conditional_endings: Vec<String>,
    pub(super) hedge_verbs: Vec<String>,
    pub(super) hedged: Vec<String>,
    pub(super) unnamed_sources: Vec<String>,
    pub(super) attributing: Vec<String>,
    pub(super) planned: Vec<String>,
    pub(super) future_endings: Vec<String>,
    pub(super) negations: Vec<String>,
    pub(super) negation_needs: Vec<String>,
    pub(super) denials: Vec<String>,
    pub(super) corrections: Vec<String>,
    pub(super) refutations: Vec<String>,
    pub(super) unreal: Vec<String>,
    pub(super) conditions: Vec<String>,
    pub(super) exceptions: Vec<String>,
    pub(super) rejected: Vec<String>,
    pub(super) former: Vec<String>,
    pub(super) notices: Vec<String>,
    pub(super) alone: Vec<String>,
    pub(super) never: Vec<String>,
    pub(super) elsewhen: Vec<String>,
    pub(super) deaths: Vec<String>,
    pub(super) held: Vec<String>,
    pub(super) bases: Vec<String>,
    pub(super) over: Vec<String>,
    pub(super) past_endings: Vec<String>,
    pub(super) past: Vec<String>,
    pub(super) handover: Vec<String>,
    pub(super) change: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawNames {
    pub(super) person_titles: Vec<String>,
    pub(super) person_roles: Vec<String>,
    pub(super) particles: Vec<String>,
    pub(super) organization_nouns: Vec<String>,
    pub(super) place_nouns: Vec<String>,
    pub(super) work_nouns: Vec<String>,
    pub(super) legal_suffixes: Vec<String>,
    pub(super) organization_endings: Vec<String>,
    pub(super) place_prepositions: Vec<String>,
    pub(super) speech_verbs: Vec<String>,
    pub(super) demonyms: Vec<(String, Vec<String>)>,
    pub(super) sentence_starters: Vec<String>,
    pub(super) months_and_days_are_capitalised: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPronouns {
    pub(super) masculine_singular: Vec<String>,
    pub(super) feminine_singular: Vec<String>,
    pub(super) masculine_plural: Vec<String>,
    pub(super) feminine_plural: Vec<String>,
    pub(super) person: Vec<String>,
    pub(super) thing: Vec<String>,
    pub(super) possessives: Vec<String>,
    pub(super) relatives: Vec<String>,
    pub(super) of: Vec<String>,
    pub(super) articles: Vec<String>,
    pub(super) definite: Vec<String>,
    pub(super) by: Vec<String>,
    pub(super) at: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawGenders {
    pub(super) masculine: Vec<String>,
    pub(super) feminine: Vec<String>,
}
