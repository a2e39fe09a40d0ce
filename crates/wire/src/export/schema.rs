//! Columns of the tables: name, kind, meaning.

use super::Format;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text; empty for nothing.
    Text,
    /// Whole number.
    Integer,
    /// Number.
    Number,
    /// Day, YYYY-MM-DD.
    Day,
    /// Several texts: joined by `;` in text, lists in columnar files.
    List,
}

impl Kind {
    /// `text`, `integer`, `number`, `day`, `list`.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Day => "day",
            Kind::List => "list",
        }
    }
}

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name in the header.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// What they mean.
    pub meaning: &'static str,
}

macro_rules! columns {
    ($($name:literal $kind:ident $meaning:literal,)*) => {
        &[$(Column { name: $name, kind: Kind::$kind, meaning: $meaning },)*]
    };
}

/// Columns of a table, in order; empty for formats that are no tables.
pub fn columns(format: Format) -> &'static [Column] {
    match format {
        Format::Csv | Format::Parquet | Format::Arrow => OWN,
        Format::Icews => ICEWS,
        Format::Polecat => POLECAT,
        Format::Gdelt => GDELT,
        Format::Cameo => CAMEO,
        Format::Jsonl | Format::Plover | Format::Geojson | Format::Ics | Format::Atom => &[],
    }
}

/// The column dictionary of a table: a header and a line a column, tab-separated.
pub fn dictionary(format: Format) -> String {
    let mut out = "column\tkind\tmeaning\n".to_owned();
    for c in columns(format) {
        out.push_str(&format!("{}\t{}\t{}\n", c.name, c.kind.as_str(), c.meaning));
    }
    out
}

const OWN: &[Column] = columns! {
    "id" Text "event: id of the document, #, number from 1; .2 and on for further dyads",
    "document" Text "id of the document",
    "incident" Text "id of the incident that the event tells of, where events were linked",
    "type" Text "PLOVER 2.0 event type",
    "mode" List "PLOVER modes",
    "context" List "PLOVER contexts",
    "cameo" Text "CAMEO code, two to four digits",
    "quad" Integer "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict",
    "intensity" Number "PLOVER score of type and mode, -10 (conflict) to 10 (cooperation)",
    "goldstein" Number "Goldstein value of the CAMEO code, -10 to 10",
    "status" Text "happened, planned, hypothetical, negated",
    "about" Text "id of the event that this one speaks of",
    "actor" List "who did it: COUNTRY.SECTOR, ISO 3166 alpha-3 or IGO, UNO, EUR, NGO, ISM, IMG, MNC; - without a country",
    "actor_name" List "their names, in the same order",
    "actor_entity" List "ids of known entities, in the same order, empty where unknown",
    "recipient" List "to whom, as actor",
    "recipient_name" List "their names",
    "recipient_entity" List "ids of known entities",
    "attribution" Text "who says so, COUNTRY.SECTOR, where it is not the reporter",
    "attribution_name" Text "the name",
    "date_start" Day "first day of the act",
    "date_end" Day "last day of the act",
    "date_basis" Text "stated at the act, inferred from words elsewhere, published",
    "place" Text "where the act takes place",
    "place_country" Text "ISO 3166 alpha-3",
    "place_admin1" Text "first-level division",
    "lat" Number "degrees north",
    "lon" Number "degrees east",
    "geonames" Integer "GeoNames id of the place",
    "dead_least" Integer "killed, at least",
    "dead_most" Integer "killed, at most",
    "injured_least" Integer "wounded, at least",
    "injured_most" Integer "wounded, at most",
    "size_least" Integer "protesters, troops, detainees, at least",
    "size_most" Integer "the same, at most",
    "trigger" Text "words that name the act",
    "sentence" Text "the sentence it stands in",
    "sentence_index" Integer "number of the sentence in the document, from 0",
    "confidence" Number "chance that a person who codes the document has the same type, countries and status, 0 to 1",
    "published" Day "day of the document, where known",
    "publisher" Text "who printed the document, where known",
    "url" Text "address of the document, where known",
    "coder" Text "versions of program, data and models",
    "own_type" Text "type of your own ontology, where your data folder defines some",
};

const ICEWS: &[Column] = columns! {
    "Event ID" Text "our event id; .2 and on for further dyads",
    "Event Date" Day "first day of the act, else the day of the document",
    "Source Name" Text "name of the actor",
    "Source Sectors" List "PLOVER sectors of the actor (ICEWS's own sector names differ)",
    "Source Country" Text "English name of the actor's country",
    "Event Text" Text "ICEWS's text of the CAMEO code",
    "CAMEO Code" Text "CAMEO code, two to four digits",
    "Intensity" Number "Goldstein value of the code",
    "Target Name" Text "name of the recipient",
    "Target Sectors" List "PLOVER sectors of the recipient",
    "Target Country" Text "English name of the recipient's country",
    "Story ID" Text "id of the document",
    "Sentence Number" Integer "number of the sentence, from 1",
    "Publisher" Text "who printed the document, where known",
    "City" Text "place, unless it is a country",
    "District" Text "always empty",
    "Province" Text "first-level division",
    "Country" Text "English name of the place's country",
    "Latitude" Number "degrees north",
    "Longitude" Number "degrees east",
};

const POLECAT: &[Column] = columns! {
    "Event ID" Text "our event id; .2 and on for further dyads",
    "Event Date" Day "first day of the act, else the day of the document",
    "Event Type" Text "PLOVER 2.0 event type",
    "Event Mode" List "PLOVER modes",
    "Intensity" Number "PLOVER score, -10 to 10",
    "Quad Code" Text "VERBAL COOPERATION, MATERIAL COOPERATION, VERBAL CONFLICT, MATERIAL CONFLICT",
    "Contexts" List "PLOVER contexts",
    "Actor Name" List "names of the actors",
    "Actor Country" List "ISO 3166 alpha-3 of the actors",
    "Actor COW" List "always empty",
    "Primary Actor Sector" List "first sector of each actor",
    "Actor Sectors" List "all sectors of all actors",
    "Actor Title" List "offices of the actors",
    "Actor Name Raw" List "the words of the text",
    "Wikipedia Actor ID" List "always empty",
    "Recipient Name" List "names of the recipients",
    "Recipient Country" List "ISO 3166 alpha-3 of the recipients",
    "Recipient COW" List "always empty",
    "Primary Recipient Sector" List "first sector of each recipient",
    "Recipient Sectors" List "all sectors of all recipients",
    "Recipient Title" List "offices of the recipients",
    "Recipient Name Raw" List "the words of the text",
    "Wikipedia Recipient ID" List "always empty",
    "Placename" Text "place as known",
    "City" Text "place, unless it is a country",
    "District" Text "always empty",
    "Province" Text "first-level division",
    "Country" Text "ISO 3166 alpha-3 of the place",
    "Latitude" Number "degrees north",
    "Longitude" Number "degrees east",
    "GeoNames ID" Integer "GeoNames id",
    "Raw Placename" Text "the words of the text",
    "Feature Type" Text "always empty",
    "Source" Text "who printed the document, where known",
    "Publication Date" Day "day of the document, where known",
    "Story People" List "always empty",
    "Story Organizations" List "always empty",
    "Story Locations" List "always empty",
    "Language" Text "en",
    "Version" Text "versions of program, data and models",
};

const CAMEO: &[Column] = columns! {
    "date" Text "first day of the act, else the day of the document, YYYYMMDD",
    "source" Text "CAMEO code of the actor: country and primary sector without a point, --- for nobody",
    "target" Text "CAMEO code of the recipient",
    "code" Text "CAMEO code of the act",
    "goldstein" Number "Goldstein value of the code",
    "quad" Integer "GDELT's quad class of the code: 1 to 4",
    "id" Text "our event id",
    "sentence" Text "the sentence it stands in",
};

const GDELT: &[Column] = columns! {
    "GLOBALEVENTID" Integer "62 bits of the BLAKE3 digest of our event id",
    "SQLDATE" Integer "first day of the act, else the day of the document, YYYYMMDD",
    "MonthYear" Integer "YYYYMM",
    "Year" Integer "YYYY",
    "FractionDate" Number "year and share of it that has passed, (month * 30 + day) / 365",
    "Actor1Code" Text "CAMEO code of the actor: country and sectors",
    "Actor1Name" Text "name of the actor in capitals",
    "Actor1CountryCode" Text "three letters",
    "Actor1KnownGroupCode" Text "IGO, UNO, EUR, NGO, IMG, MNC where it is one",
    "Actor1EthnicCode" Text "always empty",
    "Actor1Religion1Code" Text "always empty",
    "Actor1Religion2Code" Text "always empty",
    "Actor1Type1Code" Text "primary sector",
    "Actor1Type2Code" Text "second sector",
    "Actor1Type3Code" Text "third sector",
    "Actor2Code" Text "of the recipient, as Actor1Code",
    "Actor2Name" Text "of the recipient",
    "Actor2CountryCode" Text "of the recipient",
    "Actor2KnownGroupCode" Text "of the recipient",
    "Actor2EthnicCode" Text "always empty",
    "Actor2Religion1Code" Text "always empty",
    "Actor2Religion2Code" Text "always empty",
    "Actor2Type1Code" Text "of the recipient",
    "Actor2Type2Code" Text "of the recipient",
    "Actor2Type3Code" Text "of the recipient",
    "IsRootEvent" Integer "1 in the first three sentences, else 0",
    "EventCode" Text "CAMEO code, three digits at least",
    "EventBaseCode" Text "its first three digits",
    "EventRootCode" Text "its first two",
    "QuadClass" Integer "1 verbal cooperation (01-05), 2 material cooperation (06-08), 3 verbal conflict (09-13), 4 material conflict (14-20)",
    "GoldsteinScale" Number "Goldstein value of the code",
    "NumMentions" Integer "1: one event is one mention",
    "NumSources" Integer "1",
    "NumArticles" Integer "1",
    "AvgTone" Number "always empty",
    "Actor1Geo_Type" Integer "always empty",
    "Actor1Geo_FullName" Text "always empty",
    "Actor1Geo_CountryCode" Text "always empty",
    "Actor1Geo_ADM1Code" Text "always empty",
    "Actor1Geo_ADM2Code" Text "always empty",
    "Actor1Geo_Lat" Number "always empty",
    "Actor1Geo_Long" Number "always empty",
    "Actor1Geo_FeatureID" Text "always empty",
    "Actor2Geo_Type" Integer "always empty",
    "Actor2Geo_FullName" Text "always empty",
    "Actor2Geo_CountryCode" Text "always empty",
    "Actor2Geo_ADM1Code" Text "always empty",
    "Actor2Geo_ADM2Code" Text "always empty",
    "Actor2Geo_Lat" Number "always empty",
    "Actor2Geo_Long" Number "always empty",
    "Actor2Geo_FeatureID" Text "always empty",
    "ActionGeo_Type" Integer "1 country, 4 a place in it (3 in the United States), 0 unknown",
    "ActionGeo_FullName" Text "place, first-level division, country",
    "ActionGeo_CountryCode" Text "GEC code (formerly FIPS 10-4) of the place's country",
    "ActionGeo_ADM1Code" Text "always empty",
    "ActionGeo_ADM2Code" Text "always empty",
    "ActionGeo_Lat" Number "degrees north",
    "ActionGeo_Long" Number "degrees east",
    "ActionGeo_FeatureID" Text "GeoNames id (GDELT has GNS and GNIS ids)",
    "DATEADDED" Integer "day of the document, else of the act, YYYYMMDD000000",
    "SOURCEURL" Text "address of the document, where known, else its id",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layouts_have_the_fields_columns() {
        assert_eq!(columns(Format::Gdelt).len(), 61);
        assert_eq!(columns(Format::Icews).len(), 20);
        assert_eq!(columns(Format::Polecat).len(), 40);
    }
}
