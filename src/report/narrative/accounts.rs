//! How answers and tables of customers fit together, in words.

use crate::corpus::{FieldConflict, Joining};
use crate::feedback::Scale;
use crate::inquiry::account::{AccountSheet, VoiceSummary};
use crate::inquiry::account_coverage::{AccountCoverage, Heard, PeopleHeard, ReadRole};
use crate::inquiry::field_audit::{FieldAudit, FieldFault};

use super::super::story::{Block, StoryTable};
use super::super::words;
use super::saved_views;

/// Rows of a list that may be long.
const SHOWN: usize = 12;

/// Tells how answers were joined to tables.
pub fn joining(joining: &Joining, answers: usize) -> Vec<Block> {
    let all: usize = joining.joined.values().sum();
    let mut blocks = Vec::new();
    if joining.has_table || all > 0 {
        blocks.push(Block::verdict(format!(
            "{} {} joined to an account.",
            words::thousands(all as u64),
            of_answers(answers, all)
        )));
        let how = joining.joined.iter();
        blocks.push(Block::points(how.map(|(how, answers)| {
            format!(
                "{}: {}",
                words::capitalised(how.how()),
                count(*answers, "answer")
            )
        })));
    } else {
        blocks.push(Block::verdict(
            "No table of accounts was added; `motif add --accounts FILE` adds one.",
        ));
    }
    blocks.extend(unmatched(joining));
    blocks.extend(proposals(joining));
    blocks.extend(refused(joining));
    blocks.extend(conflicts(&joining.conflicts));
    blocks.extend(sources(joining));
    blocks
}

fn of_answers(answers: usize, joined: usize) -> String {
    let verb = if joined == 1 { "is" } else { "are" };
    format!("of {} {verb}", count(answers, "answer"))
}

fn count(count: usize, noun: &str) -> String {
    words::count(count as u64, noun, &format!("{noun}s"))
}

fn unmatched(joining: &Joining) -> Vec<Block> {
    if joining.unmatched.is_empty() && (joining.nameless == 0 || !joining.has_table) {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading("Not joined".into())];
    if joining.nameless > 0 {
        let names = if joining.nameless == 1 {
            "names"
        } else {
            "name"
        };
        blocks.push(Block::paragraph(format!(
            "{} {names} no account, and no e-mail domain gives one.",
            count(joining.nameless, "answer")
        )));
    }
    let mut names: Vec<(&String, &usize)> = joining.unmatched.iter().collect();
    names.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    if !names.is_empty() {
        let is = if names.len() == 1 {
            "name is"
        } else {
            "names are"
        };
        blocks.push(Block::paragraph(format!(
            "{} {is} in no table:",
            words::thousands(names.len() as u64)
        )));
    }
    let shown = names.iter().take(SHOWN);
    blocks.push(Block::points(shown.map(|(name, answers)| {
        format!("{name}: {}", count(**answers, "answer"))
    })));
    blocks.extend(super::more(names.len(), SHOWN));
    blocks
}

fn proposals(joining: &Joining) -> Vec<Block> {
    if joining.proposals.is_empty() {
        return Vec::new();
    }
    let shown = joining.proposals.iter().take(SHOWN);
    vec![
        Block::Heading("May be one account".into()),
        Block::paragraph("Nothing is joined until you say so."),
        Block::points(shown.map(|proposed| {
            let quoted = |name: &str| shell_words::quote(name).into_owned();
            let (one, other) = (quoted(&proposed.name), quoted(&proposed.account));
            format!(
                "“{}” {} from “{}”: `motif accounts same {one} {other}`, else `motif accounts differ {one} {other}`",
                proposed.name, proposed.why, proposed.account
            )
        })),
    ]
}

fn refused(joining: &Joining) -> Vec<Block> {
    if joining.refused.is_empty() {
        return Vec::new();
    }
    let refused = joining.refused.iter().take(SHOWN);
    vec![
        Block::Heading("Domains that name no account".into()),
        Block::points(refused.map(|(domain, (why, answers))| {
            format!("{domain}: {why} ({})", count(*answers, "answer"))
        })),
    ]
}

fn conflicts(conflicts: &[FieldConflict]) -> Vec<Block> {
    if conflicts.is_empty() {
        return Vec::new();
    }
    let rows = conflicts.iter().take(SHOWN).map(|of| {
        vec![
            of.account.clone(),
            of.field.clone(),
            format!("{} ({})", of.kept, of.kept_from),
            format!("{} ({})", of.other, of.other_from),
        ]
    });
    let mut blocks = vec![
        Block::Heading("What files say differently".into()),
        Block::paragraph(
            "An answer's own row holds, then a table of people, then tables of accounts in the order of their names.",
        ),
    ];
    let head = ["account", "field", "used", "not used"];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[]));
    blocks.extend(super::more(conflicts.len(), SHOWN));
    blocks
}

fn sources(joining: &Joining) -> Vec<Block> {
    let rows = joining.filled.iter().map(|(field, from)| {
        let from = from.iter();
        let from: Vec<String> = from
            .map(|(file, answers)| format!("{file} ({})", count(*answers, "answer")))
            .collect();
        vec![field.clone(), from.join(", ")]
    });
    let table = StoryTable::of(&["field", "filled in from"], rows.collect(), &[]);
    let heading = Block::Heading("Where fields come from".into());
    table.map_or_else(Vec::new, |table| vec![heading, table])
}

/// Tells all there is of one customer.
pub(super) fn account(found: &VoiceSummary, scale: &Scale) -> Vec<Block> {
    let mut blocks = saved_views::voice(found, scale);
    let Some(sheet) = &found.account else {
        return blocks;
    };
    let wave = sheet
        .waves
        .iter()
        .zip(&sheet.by_wave)
        .map(|(wave, counts)| {
            let mut row = vec![wave.clone(), words::thousands(counts.n())];
            row.extend(
                scale
                    .groups()
                    .map(|group| words::thousands(counts.count(group))),
            );
            row
        });
    let mut head = vec!["wave", "rated"];
    head.extend(scale.groups().map(|group| scale.plural(group)));
    blocks.extend(titled(
        "Wave by wave",
        StoryTable::of(&head, wave.collect(), &[1, 2, 3, 4]),
    ));
    blocks.extend(titled("People", people_of(sheet)));
    let waiting = sheet.waiting.iter().map(super::work::waiting);
    let waiting = Block::points(waiting);
    let is_waiting = !sheet.waiting.is_empty();
    blocks.extend(titled(
        "Waiting for an answer",
        Some(waiting).filter(|_| is_waiting),
    ));
    let actions = sheet.actions.iter().map(|of| {
        let owner = of.owner.as_deref().unwrap_or("nobody");
        format!("{} ({owner}, {})", of.what, of.state())
    });
    let actions = Block::points(actions);
    let acts = !sheet.actions.is_empty();
    blocks.extend(titled(
        "Open actions on what they mention",
        Some(actions).filter(|_| acts),
    ));
    let fields = sheet.fields.iter();
    let fields = fields.map(|(name, of)| vec![name.clone(), of.value.clone(), of.from.clone()]);
    let table = StoryTable::of(&["field", "value", "from"], fields.collect(), &[]);
    blocks.extend(titled("What tables say", table));
    if !sheet.talks.is_empty() {
        blocks.push(Block::paragraph(format!(
            "Interviews: {}.",
            words::list(&sheet.talks)
        )));
    }
    blocks
}

fn titled(title: &str, block: Option<Block>) -> Vec<Block> {
    let heading = Block::Heading(title.to_owned());
    block.map_or_else(Vec::new, |block| vec![heading, block])
}

fn people_of(sheet: &AccountSheet) -> Option<Block> {
    let rows = sheet.people.iter().map(|of| {
        let mut row = vec![
            crate::text::masked(&of.name),
            of.role.clone().unwrap_or_default(),
        ];
        let ratings = of.ratings.iter();
        row.extend(ratings.map(|rating| rating.map_or_else(|| "–".into(), |of| of.to_string())));
        row.push(if of.interviewed {
            "yes".into()
        } else {
            String::new()
        });
        row
    });
    let mut head = vec!["who", "role"];
    head.extend(sheet.waves.iter().map(String::as_str));
    head.push("interviewed");
    let right: Vec<usize> = (2..2 + sheet.waves.len()).collect();
    StoryTable::of(&head, rows.collect(), &right)
}

/// Tells which customers were heard.
pub(super) fn coverage(coverage: &AccountCoverage) -> Vec<Block> {
    let mut blocks = vec![Block::Heading("Which accounts were heard".into())];
    let measure = coverage.measure.as_deref().map(words::attribute);
    if coverage.all.accounts > 0 {
        let worth = measure.as_ref().and_then(|measure| {
            let (worth, heard) = (coverage.all.worth?, coverage.all.worth_heard?);
            (worth > 0.0).then(|| {
                format!(
                    ", which are {} of their {measure}",
                    words::percent(heard / worth)
                )
            })
        });
        blocks.push(Block::paragraph(format!(
            "{} of {} in the table answered or were interviewed{}.",
            words::thousands(coverage.all.heard),
            words::count(coverage.all.accounts, "account", "accounts"),
            worth.unwrap_or_default()
        )));
        if !coverage.implausible.is_empty() {
            blocks.push(Block::caution(format!(
                "Not in these sums, because the number is hardly possible: {}.",
                words::list(&coverage.implausible)
            )));
        }
        blocks.extend(heard_table(coverage, measure.as_deref()));
        blocks.extend(unheard(coverage));
    }
    blocks.extend(people(&coverage.people));
    blocks.extend(silent(coverage));
    blocks.extend(roles(&coverage.roles));
    blocks
}

fn heard_table(coverage: &AccountCoverage, measure: Option<&str>) -> Option<Block> {
    let share = |heard: &Heard| {
        let (worth, own) = (heard.worth?, heard.worth_heard?);
        (worth > 0.0).then(|| words::percent(own / worth))
    };
    let rows = coverage.segments.iter().map(|of| {
        let mut row = vec![
            words::segment(&of.field, &of.value),
            words::of(of.heard.heard, of.heard.accounts),
        ];
        if measure.is_some() {
            row.push(share(&of.heard).unwrap_or_else(|| "–".into()));
        }
        row
    });
    let heard = measure.map(|measure| format!("{measure} heard"));
    let mut head = vec!["", "accounts heard"];
    head.extend(heard.as_deref());
    StoryTable::of(&head, rows.collect(), &[1, 2])
}

fn unheard(coverage: &AccountCoverage) -> Vec<Block> {
    if coverage.unheard.is_empty() {
        return Vec::new();
    }
    let names = coverage.unheard.iter().take(SHOWN);
    let names: Vec<String> = names
        .map(|of| match of.worth {
            Some(worth) => format!("{} ({})", of.name, words::thousands(worth.max(0.0) as u64)),
            None => of.name.clone(),
        })
        .collect();
    let first = if coverage.unheard.len() > SHOWN {
        ", first"
    } else {
        ""
    };
    vec![Block::paragraph(format!(
        "Not heard{first}: {}.",
        words::list(&names)
    ))]
}

fn people(people: &[PeopleHeard]) -> Vec<Block> {
    let rows = people.iter().map(|of| {
        let who = of.value.clone().unwrap_or_else(|| "everybody".into());
        vec![who, words::counted_share(&of.answered)]
    });
    let table = StoryTable::of(&["people in tables", "answered"], rows.collect(), &[1]);
    table.into_iter().collect()
}

fn silent(coverage: &AccountCoverage) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !coverage.without_senior.is_empty() {
        let names: Vec<String> = coverage
            .without_senior
            .iter()
            .take(SHOWN)
            .cloned()
            .collect();
        blocks.push(Block::paragraph(format!(
            "Heard only from people who do not decide: {}{}.",
            words::list(&names),
            match coverage.without_senior.len().saturating_sub(SHOWN) {
                0 => String::new(),
                more => format!(" and {}", words::count(more as u64, "more", "more")),
            }
        )));
    }
    if !coverage.silent.is_empty() {
        blocks.push(Block::paragraph(
            "They decide, or lead those who do, and have said nothing:",
        ));
        let silent = coverage.silent.iter().take(SHOWN);
        blocks.push(Block::points(silent.map(|of| match &of.account {
            Some(account) => format!("{}, {} at {account}", of.name, of.role),
            None => format!("{}, {}", of.name, of.role),
        })));
        blocks.extend(super::more(coverage.silent.len(), SHOWN));
    }
    blocks
}

fn roles(roles: &[ReadRole]) -> Vec<Block> {
    let rows = roles.iter().map(|of| {
        let kind = of.kind.map_or("unknown", |kind| kind.name());
        vec![
            of.role.clone(),
            kind.to_owned(),
            words::thousands(of.answers),
        ]
    });
    let head = ["role", "read as", "answers"];
    StoryTable::of(&head, rows.collect(), &[2])
        .into_iter()
        .collect()
}

/// Tells which fields should not be trusted.
pub(super) fn fields(audits: &[FieldAudit]) -> Vec<Block> {
    let mut blocks = vec![Block::Heading("Can the fields be trusted?".into())];
    if audits.is_empty() {
        blocks.push(Block::paragraph(
            "No field of ten or more rows is mostly empty, nearly always the same, out of date or written in several ways.",
        ));
        return blocks;
    }
    if audits.iter().any(|of| of.is_low_trust) {
        blocks.push(Block::paragraph(
            "Fields marked “low trust” should decide nothing until they are put right.",
        ));
    }
    let rows = audits.iter().flat_map(|of| {
        let trust = if of.is_low_trust { "low trust" } else { "" };
        of.faults.iter().map(move |said| {
            vec![
                of.field.clone(),
                of.files.join(", "),
                fault(said, of),
                trust.to_owned(),
                of.owner.clone().unwrap_or_default(),
            ]
        })
    });
    let head = ["field", "file", "what is wrong", "", "owner"];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[]));
    blocks
}

fn fault(fault: &FieldFault, of: &FieldAudit) -> String {
    let (one, many) = match of.row {
        "account" => ("account", "accounts"),
        "person" => ("person", "people"),
        _ => ("answer", "answers"),
    };
    match fault {
        FieldFault::Missing { missing } => format!(
            "empty for {} of {}",
            words::thousands(*missing),
            words::count(of.rows, one, many)
        ),
        FieldFault::OneValue { value, rows } => format!(
            "“{value}” for {} of {}",
            words::thousands(*rows),
            words::count(of.rows, one, many)
        ),
        FieldFault::Alike { levels } => {
            format!("“{}” may be one value", levels.join("” and “"))
        }
        FieldFault::Stale { last, days } => format!(
            "last entered on {last}, {} before the last answer",
            words::count(*days as u64, "day", "days")
        ),
        FieldFault::Past { rows } => format!(
            "{} before the last answer",
            words::count(*rows, "date lies", "dates lie")
        ),
        FieldFault::Implausible { rows } | FieldFault::Unreadable { rows } => {
            let what = match fault {
                FieldFault::Unreadable { .. } => "no dates",
                _ => "hardly possible",
            };
            let shown: Vec<String> = rows
                .iter()
                .take(3)
                .map(|(who, cell)| format!("{cell} ({who})"))
                .collect();
            let more = rows.len().saturating_sub(3) as u64;
            let more = if more > 0 {
                format!(" and {}", words::count(more, "more", "more"))
            } else {
                String::new()
            };
            format!("{what}: {}{more}", shown.join(", "))
        }
    }
}
