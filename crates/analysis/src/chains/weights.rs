//! What is weighed of a pronoun and a mention, and the fitted weights.
//!
//! `models/en/pronouns.tsv`: a feature a line, a column for each kind of pronoun.

use std::sync::LazyLock;

use model::Deprel;

use super::is_subject;

/// Declares the features with their names in the table.
macro_rules! features {
    ($($variant:ident = $text:literal,)*) => {
        /// One thing that speaks for or against a mention.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Feature { $($variant,)* }

        impl Feature {
            /// Names in the order of declaration.
            pub(crate) const NAMES: &'static [&'static str] = &[$($text,)*];
        }
    };
}

features! {
    Far0 = "same sentence", Far1 = "sentence before", Far2 = "two sentences before",
    Far3 = "three sentences before", Near4 = "within 4 words", Near10 = "within 10 words",
    Near20 = "within 20 words", Near40 = "within 40 words", NearMore = "farther",
    Subject = "subject", Object = "object", Oblique = "oblique", Agent = "agent",
    Possessor = "possessor", InNoun = "in a noun phrase", Coordinated = "coordinated",
    Appositive = "appositive", Elsewhere = "elsewhere", OwnerOfSubject = "owner of the subject",
    MainSubject = "main subject", MainSubjectBefore = "main subject of the sentence before",
    BothSubjects = "both subjects", SameRole = "same role", ClauseSubject = "subject of the clause",
    MatrixSubject = "subject of the clause above", Name = "name", Noun = "noun",
    SameWord = "same pronoun", Pronoun = "other pronoun", Once = "said once", Twice = "said twice",
    Often = "said often", VeryOften = "said very often", SameGender = "same gender",
    NoGender = "gender unknown", Named = "has a name", Plural = "plural", Collective = "collective",
    Country = "country", Place = "place", Thing = "thing", Person = "person",
    Definite = "definite", Indefinite = "indefinite", First = "opens its sentence",
    OtherQuote = "in another quotation", OutsideQuote = "outside the quotation",
    Between0 = "nearest", Between1 = "one between", Between2 = "two between",
    BetweenMore = "more between", Again = "farther mention of one seen", Topic = "most spoken of",
    Ahead = "subject to come", AheadNamed = "name to come",
    MaybeSame = "gender perhaps the same", MaybeOther = "gender perhaps another",
    NotPerson = "known as no person", LastSame = "the pronoun before stood for it",
    SubjectFar0 = "subject, same sentence", SubjectFar1 = "subject, sentence before",
    SubjectFar2 = "subject, farther", ObjectFar0 = "object, same sentence",
    ObjectFar1 = "object, farther", InnerFar0 = "oblique or inside, same sentence",
    InnerFar1 = "oblique or inside, farther", OwnerFar0 = "possessor, same sentence",
    OwnerFar1 = "possessor, farther", ObjectAbove = "object of the clause above",
    SubjectBefore = "was subject in the sentence before", Opener = "subject of the first sentence",
    Holds = "holds the pronoun", Fresh = "name of no earlier sentence",
}

/// Kinds of pronouns with weights of their own.
pub(crate) const KINDS: [&str; 5] = ["he", "his", "they", "it", "him"];

/// Weights for one kind of pronoun.
pub(crate) struct Table(Vec<f32>);

impl Table {
    /// Sum of the weights.
    pub(crate) fn sum(&self, features: &[Feature]) -> f32 {
        features.iter().map(|f| self.0[*f as usize]).sum()
    }
}

static TABLES: LazyLock<[Table; 5]> =
    LazyLock::new(|| read(include_str!("../../../../models/en/pronouns.tsv")));

/// Number of a pronoun's kind in [`KINDS`], by its lower-case form and where it stands.
pub(crate) fn kind_of(word: &str, deprel: Deprel) -> usize {
    match word {
        "he" | "she" | "him" | "himself" | "herself" | "his" | "her" | "hers" => match deprel {
            Deprel::NmodPoss => 1,
            d if is_subject(d) => 0,
            _ => 4,
        },
        "it" | "its" | "itself" => 3,
        _ => 2,
    }
}

/// The weights for a kind of pronoun.
pub(crate) fn of(kind: usize) -> &'static Table {
    &TABLES[kind]
}

/// Lines of a name and a number a kind; what is missing weighs nothing.
fn read(text: &str) -> [Table; 5] {
    let mut tables = [(); 5].map(|()| Table(vec![0.0; Feature::NAMES.len()]));
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let mut cells = line.split('\t');
        let Some(at) = cells.next().and_then(|n| Feature::NAMES.iter().position(|x| *x == n))
        else {
            continue;
        };
        for (table, cell) in tables.iter_mut().zip(cells) {
            table.0[at] = cell.parse().unwrap_or(0.0);
        }
    }
    tables
}
