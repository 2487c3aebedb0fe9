//! Articles made up for measuring: French and English, with names and figures that vary.
//! The same number always gives the same article.

/// How long an article is, in bytes, give or take a sentence.
const LENGTH: usize = 3_000;

/// One made-up article.
pub(crate) struct Article {
    /// Where it would stand in a repository.
    pub(crate) path: String,
    /// What it says.
    pub(crate) text: String,
}

/// The article of that number: even ones are French, odd ones English.
pub(crate) fn article(number: usize) -> Article {
    let mut dice = Dice::new(number);
    let french = number.is_multiple_of(2);
    let cast = Cast::new(number, &mut dice);
    let (claims, fillers) = if french {
        (FRENCH, FRENCH_FILLERS)
    } else {
        (ENGLISH, ENGLISH_FILLERS)
    };
    let year = 2012 + dice.below(14);
    let (month, day) = (1 + dice.below(12), 1 + dice.below(28));
    let language = if french { "fr" } else { "en" };
    let title = cast.fill(dice.pick(claims), french, &mut dice);
    let title = title.trim_end_matches('.');
    let mut text = format!("---\ndate: {year}-{month:02}-{day:02}\nlang: {language}\n---\n\n# {title}\n\n");
    let mut in_paragraph = 0;
    while text.len() < LENGTH {
        // About one sentence in two has a figure or a name to read, as in news.
        let template = if dice.below(2) == 0 {
            dice.pick(claims)
        } else {
            dice.pick(fillers)
        };
        text.push_str(&cast.fill(template, french, &mut dice));
        in_paragraph += 1;
        if in_paragraph == 4 {
            text.push_str("\n\n");
            in_paragraph = 0;
        } else {
            text.push(' ');
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    Article {
        path: format!("{language}/{year}/{month:02}/{day:02}-{number:05}.md"),
        text,
    }
}

/// Whom an article speaks of.
struct Cast {
    organization: String,
    person: String,
    city: String,
}

impl Cast {
    /// Every number has an organisation of its own: articles do not contradict one another by chance.
    fn new(number: usize, dice: &mut Dice) -> Self {
        let organization = name(number, LAST_SYLLABLES);
        // Who leads one house may lead a few others.
        let person = format!("{} {}", dice.pick(GIVEN), name(number / 3, SURNAME_ENDS));
        Self {
            organization,
            person,
            // A large repository speaks of more places than a small one.
            city: match number {
                0..1_000 => dice.pick(CITIES).to_owned(),
                _ => name(number / 10, SURNAME_ENDS),
            },
        }
    }

    /// The template with its slots filled.
    fn fill(&self, template: &str, french: bool, dice: &mut Dice) -> String {
        let mut filled = String::with_capacity(template.len() + 40);
        let mut rest = template;
        while let Some((before, behind)) = rest.split_once('{') {
            filled.push_str(before);
            let (slot, after) = behind.split_once('}').unwrap_or((behind, ""));
            match slot {
                "org" => filled.push_str(&self.organization),
                "person" => filled.push_str(&self.person),
                "city" => filled.push_str(&self.city),
                "money" if french => {
                    filled.push_str(&format!("{},{} millions d'euros", 1 + dice.below(400), dice.below(10)))
                }
                "money" => filled.push_str(&format!("${}.{} million", 1 + dice.below(400), dice.below(10))),
                "count" if french => filled.push_str(&format!("{} {:03}", 1 + dice.below(40), dice.below(1_000))),
                "count" => filled.push_str(&format!("{},{:03}", 1 + dice.below(40), dice.below(1_000))),
                "few" => filled.push_str(dice.pick(if french { FRENCH_NUMBERS } else { ENGLISH_NUMBERS })),
                "percent" if french => filled.push_str(&format!("{} %", 2 + dice.below(70))),
                "percent" => filled.push_str(&format!("{}%", 2 + dice.below(70))),
                "year" => filled.push_str(&format!("{}", 1950 + dice.below(74))),
                "month" => filled.push_str(dice.pick(if french { FRENCH_MONTHS } else { ENGLISH_MONTHS })),
                "day" => filled.push_str(&format!("{}", 1 + dice.below(28))),
                _ => {}
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

/// A made-up name for each number, however large.
fn name(number: usize, ends: &[&'static str]) -> String {
    let mut left = number;
    let mut syllable = |list: &[&'static str]| {
        let found = list.get(left % list.len()).copied().unwrap_or_default();
        left /= list.len();
        (found, left)
    };
    let mut name = syllable(FIRST_SYLLABLES).0.to_owned();
    let (mut next, mut rest) = syllable(SECOND_SYLLABLES);
    name.push_str(next);
    while rest >= ends.len() {
        (next, rest) = syllable(SECOND_SYLLABLES);
        name.push_str(next);
    }
    name.push_str(syllable(ends).0);
    name
}

/// Numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn new(seed: usize) -> Self {
        Self((seed as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 16) % limit.max(1) as u64) as usize
    }

    fn pick(&mut self, list: &[&'static str]) -> &'static str {
        list.get(self.below(list.len())).copied().unwrap_or_default()
    }
}

const FIRST_SYLLABLES: &[&str] = &[
    "Vel", "Mar", "Ond", "Tar", "Bel", "Cor", "Fen", "Gal", "Har", "Lor", "Nor", "Sol",
];
const SECOND_SYLLABLES: &[&str] = &["mo", "ta", "vi", "re", "lu", "do", "ca", "ne", "si", "po"];
const LAST_SYLLABLES: &[&str] = &["ria", "lis", "dane", "vex", "nor", "tel", "mont", "gis", "bray", "quin"];
const SURNAME_ENDS: &[&str] = &["chetti", "lier", "ton", "den", "quet", "mann", "ley", "rard"];
const GIVEN: &[&str] = &[
    "Camille", "Odile", "Hugo", "Inès", "Ruth", "Simon", "Hester", "Basile", "Nora", "Edwin",
];
const CITIES: &[&str] = &[
    "Grenoble", "Nantes", "Lille", "Leeds", "Bristol", "Lyon", "Cardiff", "Toulouse", "York", "Dijon",
];
const FRENCH_MONTHS: &[&str] = &[
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "septembre",
    "octobre",
    "novembre",
];
const ENGLISH_MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "September",
    "October",
    "November",
];
const FRENCH_NUMBERS: &[&str] = &[
    "trois",
    "sept",
    "douze",
    "vingt et un",
    "quarante-deux",
    "quatre-vingt-dix",
    "deux cents",
];
const ENGLISH_NUMBERS: &[&str] = &[
    "three",
    "seven",
    "twelve",
    "twenty-one",
    "forty-two",
    "ninety",
    "two hundred",
];

const FRENCH: &[&str] = &[
    "{org} a levé {money} en série B auprès de quatre fonds.",
    "La start-up {org} emploie {count} salariés, dont {few} chercheurs.",
    "{org} a été fondée en {year} à {city} par {person}.",
    "{person}, directrice générale de {org}, dirige la maison depuis {few} ans.",
    "Le siège de {org} est à {city} depuis {month} {year}.",
    "Le chiffre d'affaires de {org} a atteint {money} en {year}, en hausse de {percent}.",
    "L'entreprise prévoit d'investir {money} dans son usine de {city}.",
    "Selon plusieurs sources, {org} aurait supprimé {few} postes le {day} {month} {year}.",
    "La nouvelle salle de {city} accueille {count} spectateurs et a ouvert le {day} {month} {year}.",
    "{org} détient {percent} du capital de sa filiale, achetée {money} en {year}.",
    "Le parc compte {few} éoliennes d'une puissance de {few} mégawatts, à {few} kilomètres de {city}.",
    "{person} est né en {month} {year} à {city}.",
    "L'association de {city} revendique {count} adhérents, environ {percent} de plus qu'en {year}.",
    "La valorisation de {org} dépasse {money}, contre {money} il y a {few} mois.",
];

const FRENCH_FILLERS: &[&str] = &[
    "La réunion a duré longtemps et personne n'a voulu en dire davantage à la sortie.",
    "Les habitants du quartier regardent passer les camions sans trop y croire.",
    "Dans les couloirs, on parle surtout de la météo et des travaux de la gare.",
    "« Nous avons appris à travailler autrement, et cela se voit », glisse une salariée.",
    "Reste à savoir si le calendrier tiendra, tant les recours sont nombreux.",
    "Le maire n'a pas souhaité répondre à nos questions avant le conseil municipal.",
    "Rien ne dit que la suite sera plus simple, mais le plus dur semble passé.",
    "Au fil des années, l'atelier s'est agrandi, puis il a changé de mains sans bruit.",
    "Les syndicats demandent des garanties écrites et une visite des lieux.",
    "À l'entrée, une affiche rappelle les consignes que tout le monde connaît déjà.",
];

const ENGLISH: &[&str] = &[
    "{org} raised {money} in its Series B from four funds.",
    "The start-up {org} employs {count} people, {few} of them in research.",
    "{org} was founded in {year} in {city} by {person}.",
    "{person}, chief executive of {org}, has led the company for {few} years.",
    "The headquarters of {org} have been in {city} since {month} {year}.",
    "Revenue at {org} reached {money} in {year}, up {percent}.",
    "The company plans to invest {money} in its plant in {city}.",
    "According to people familiar with the matter, {org} cut {few} jobs on {day} {month} {year}.",
    "The new hall in {city} seats {count} people and opened on {day} {month} {year}.",
    "{org} owns {percent} of its subsidiary, which it bought for {money} in {year}.",
    "The farm has {few} turbines with a capacity of {few} megawatts, {few} miles from {city}.",
    "{person} was born in {city} in {month} {year}.",
    "The {city} society says it has {count} members, about {percent} more than in {year}.",
    "{org} is valued at more than {money}, against {money} {few} months ago.",
];

const ENGLISH_FILLERS: &[&str] = &[
    "The meeting went on for hours, and nobody wanted to say more on the way out.",
    "People who live nearby watch the lorries go by without quite believing it.",
    "In the corridors the talk is mostly of the weather and the works at the station.",
    "\"We have learned to work in another way, and you can see it,\" one employee says.",
    "Whether the calendar will hold is an open question, given how many have appealed.",
    "The mayor did not wish to answer our questions before the council meets.",
    "Nothing says that the rest will be easier, but the hardest part seems to be over.",
    "Over the years the workshop grew, and then it quietly changed hands.",
    "The unions are asking for written guarantees and a tour of the site.",
    "At the door a poster repeats the instructions that everybody knows already.",
];
