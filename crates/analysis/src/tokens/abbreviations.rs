//! Words that keep their stop.

/// Abbreviations that keep their stop and do not end a sentence before a capital.
pub(super) const ABBREVIATIONS: &[&str] = &[
    "adm", "amb", "assoc", "asst", "atty", "ave", "blvd", "brig", "capt", "cf", "cmdr", "col",
    "comdr", "cpl", "cpt", "del", "dept", "det", "dr", "drs", "eg", "est", "ex", "fr", "ft", "gen",
    "gov", "govs", "hon", "ie", "insp", "lt", "maj", "messrs", "mgr", "mlle", "mme", "mr", "mrs",
    "ms", "msgr", "mt", "no", "nos", "pfc", "ph", "pres", "prof", "pvt", "rep", "reps", "rev",
    "rt", "sen", "sens", "sgt", "sr", "st", "sta", "supt", "vs", "viz",
];

/// Abbreviations that keep their stop and may end a sentence.
pub(super) const ENDING: &[&str] = &[
    "al", "apr", "aug", "bn", "bros", "co", "corp", "dec", "etc", "feb", "fri", "inc", "jan", "jr",
    "jul", "jun", "ltd", "mar", "mon", "nov", "oct", "plc", "sat", "sep", "sept", "sun", "thu",
    "thurs", "tue", "tues", "wed", "a.m", "p.m", "am", "pm",
];
