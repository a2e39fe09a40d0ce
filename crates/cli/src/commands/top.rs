//! `demarche top`: who is most active, and whose activity changed most.

use clap::{Args, ValueEnum};
use views::top::{By, Rank, Top, top};

use crate::{
    Failure, Outcome, Result,
    chart::table,
    print,
    shelf::{Question, UnitArgument},
};

#[derive(Args)]
#[command(after_help = "\
Without since: and until:, the 30 days up to the latest document are looked at, and compared with the
30 days before.")]
pub(crate) struct TopArguments {
    #[command(flatten)]
    question: Question,
    /// What is counted
    #[arg(long, value_enum, default_value = "dyad")]
    by: ByArgument,
    /// What comes first
    #[arg(long, value_enum, default_value = "most")]
    rank: RankArgument,
    /// How many
    #[arg(long, default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    unit: UnitArgument,
}

#[derive(Clone, Copy, ValueEnum)]
enum ByArgument {
    Actor,
    Recipient,
    Pair,
    Dyad,
}

#[derive(Clone, Copy, ValueEnum)]
enum RankArgument {
    /// The most active
    Most,
    /// The greatest change against the stretch before
    Change,
    /// The greatest rise of conflict
    Conflict,
    /// The greatest rise of cooperation
    Cooperation,
}

pub(crate) fn run(a: &TopArguments) -> Result<Outcome> {
    let (store, filter) = a.question.open()?;
    let Some(today) = a.question.today(&store)? else {
        return Err(Failure::new("no document of the store has a day", "give one with --as-of"));
    };
    let by = match a.by {
        ByArgument::Actor => By::Actor,
        ByArgument::Recipient => By::Recipient,
        ByArgument::Pair => By::Pair,
        ByArgument::Dyad => By::Dyad,
    };
    let rank = match a.rank {
        RankArgument::Most => Rank::Most,
        RankArgument::Change => Rank::Change,
        RankArgument::Conflict => Rank::Conflict,
        RankArgument::Cooperation => Rank::Cooperation,
    };
    let answer = top(&store, &filter, by, rank, today, a.unit.unit(), a.limit)?;
    print::answer(
        a.question.form(),
        || shown(&answer),
        || answer.value(),
        || (Top::COLUMNS.iter().map(ToString::to_string).collect(), answer.rows_of_text()),
    )?;
    Ok(if answer.rows.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

fn shown(t: &Top) -> String {
    let columns = [
        "",
        "",
        "all",
        "coop. words",
        "coop. deeds",
        "conf. words",
        "conf. deeds",
        "before",
        "change",
        "intensity",
    ];
    format!(
        "{} to {}, compared with {} to {}\n\n{}",
        t.days.0,
        t.days.1,
        t.before.0,
        t.before.1,
        table(&columns, &t.rows_of_text())
    )
}
