//! Made-up studies: who answers, how alike colleagues are, what they write.

#![allow(dead_code, reason = "no bench and no test uses all of it")]

use std::fmt::Write as _;
use std::fs;

use motif::corpus::Corpus;
use motif::ingest::ReadOptions;
use motif::study::{Analysis, Past, Settings, intakes};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

/// Draws numbers, always the same ones from a seed.
pub(crate) struct Draw(Xoshiro256PlusPlus);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    pub(crate) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn happens(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }
}

/// What people write of, each in a few ways.
const TOPICS: [[&str; 5]; 8] = [
    [
        "the app crashes all the time",
        "it crashes when I open the map",
        "the mobile app keeps crashing",
        "crashed twice today on my phone",
        "the app crashed again",
    ],
    [
        "support answers too slowly",
        "waited days for support",
        "support never calls back",
        "the hotline is slow to answer",
        "nobody in support picks up",
    ],
    [
        "the price is too high",
        "too expensive for what it does",
        "the price went up again",
        "costs more than the others",
        "expensive licence fees",
    ],
    [
        "simple and easy to learn",
        "a very easy interface",
        "the interface is clear and simple",
        "it was easy to get started",
        "easy to use every day",
    ],
    [
        "reports are hard to export",
        "the export to Excel fails",
        "I cannot export my reports",
        "exporting reports takes ages",
        "the report builder is confusing",
    ],
    [
        "the login fails every morning",
        "locked out of my account",
        "the password reset never works",
        "my login keeps failing",
        "single sign-on logs me out",
    ],
    [
        "the training was helpful",
        "great training sessions",
        "our onboarding training was clear",
        "a good trainer and training",
        "helpful onboarding sessions",
    ],
    [
        "the invoice had a mistake",
        "billing errors every month",
        "the wrong amount on the invoice",
        "billing is a mess",
        "our invoices are wrong",
    ],
];

/// What may follow.
const TAILS: [&str; 6] = [
    "",
    " for our team",
    " since the update",
    " in the office",
    " at the moment",
    " most of the time",
];

/// What comments are made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    /// Eight topics.
    Topics,
    /// Words that mean nothing, drawn by lot.
    Salad,
}

/// Which studies are drawn.
#[derive(Clone)]
pub(crate) struct Design {
    pub(crate) name: &'static str,
    /// People at each account in a wave; none: people without an account.
    pub(crate) accounts: Vec<usize>,
    /// People without an account in a wave.
    pub(crate) people: usize,
    /// Whether the same people answer in both waves, and how many of them stay
    /// as they were.
    pub(crate) panel: Option<f64>,
    /// How alike colleagues, and the answers of one person, are (correlation).
    pub(crate) alike: f64,
    /// Which share of promoters, passives and detractors comments.
    pub(crate) comments: [f64; 3],
    pub(crate) text: Text,
    /// What is planted.
    pub(crate) effect: Effect,
}

/// What is planted in a study.
#[derive(Clone, Copy, Default)]
pub(crate) struct Effect {
    /// By how much the share of promoters falls, and that of detractors rises,
    /// in the second wave.
    pub(crate) fall: f64,
    /// By how much those who write of a topic are less likely to be promoters
    /// and more likely to be detractors, topic by topic.
    pub(crate) topics: [f64; 8],
}

/// Promoters, passives and detractors.
pub(crate) const MIX: [f64; 3] = [0.45, 0.3, 0.25];

impl Design {
    fn named(name: &'static str) -> Self {
        Self {
            name,
            accounts: Vec::new(),
            people: 0,
            panel: None,
            alike: 0.3,
            comments: [0.6; 3],
            text: Text::Topics,
            effect: Effect::default(),
        }
    }
}

/// Returns the designs in which nothing is there.
pub(crate) fn nothing() -> Vec<Design> {
    let giant = std::iter::once(60).chain(std::iter::repeat_n(1, 90));
    let uneven = (0..60).map(|at| 1 + at % 4 * (at % 3)).collect();
    vec![
        Design {
            people: 150,
            ..Design::named("150 people a wave")
        },
        Design {
            people: 150,
            comments: [0.4, 0.6, 0.9],
            ..Design::named("detractors comment more")
        },
        Design {
            accounts: vec![5; 24],
            ..Design::named("24 accounts of 5")
        },
        Design {
            accounts: vec![10; 12],
            ..Design::named("12 accounts of 10")
        },
        Design {
            accounts: uneven,
            ..Design::named("60 accounts of 1 to 7")
        },
        Design {
            accounts: giant.collect(),
            ..Design::named("one account of 40%")
        },
        Design {
            people: 120,
            panel: Some(0.7),
            ..Design::named("the same 120 people twice")
        },
        Design {
            people: 12,
            ..Design::named("12 people a wave")
        },
        Design {
            people: 150,
            text: Text::Salad,
            ..Design::named("words that mean nothing")
        },
    ]
}

/// Returns a design with something planted.
pub(crate) fn planted(
    name: &'static str,
    people: usize,
    panel: Option<f64>,
    effect: Effect,
) -> Design {
    Design {
        people,
        panel,
        alike: 0.0,
        effect,
        ..Design::named(name)
    }
}

/// Returns how likely a standard normal value lies below.
fn below(value: f64) -> f64 {
    // Abramowitz and Stegun 7.1.26, right to seven places.
    let x = value.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let poly = t
        * (0.254_829_592
            + t * (-0.284_496_736
                + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    let tail = 0.5 * poly * (-x * x).exp();
    if value > 0.0 { 1.0 - tail } else { tail }
}

/// Draws a study as files and reads them.
pub(crate) fn study(design: &Design, seed: u64) -> Analysis {
    let folder = tempfile::tempdir().expect("a folder for a moment");
    let files = files(design, &mut Draw::new(seed));
    let paths = [("before.csv", &files[0]), ("after.csv", &files[1])].map(|(name, text)| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("a file for a moment");
        path
    });
    let read = intakes(&paths, &ReadOptions::default()).expect("they are files");
    let read = read
        .into_iter()
        .map(|(_, intake)| intake.expect("they are surveys"));
    let corpus = Corpus::from_intakes(read.collect());
    Analysis::new(corpus, &Settings::default(), Past::default())
}

/// One wave's answers, as a file.
fn files(design: &Design, draw: &mut Draw) -> [String; 2] {
    let mut files = [String::new(), String::new()];
    let has_accounts = !design.accounts.is_empty();
    for file in &mut files {
        file.push_str("id,email,date,recommend,comment,tier,region,churned");
        file.push_str(if has_accounts { ",account\n" } else { "\n" });
    }
    let sizes: Vec<usize> = match (has_accounts, design.panel.is_some()) {
        (true, _) => design.accounts.clone(),
        (false, true) => vec![1; design.people],
        // Half of them answer in either wave.
        (false, false) => vec![1; 2 * design.people],
    };
    for (account, size) in sizes.iter().enumerate() {
        let tier = ["Enterprise", "Business", "Starter"][draw.below(3)];
        let region = ["North", "South", "East", "West"][draw.below(4)];
        // Large accounts leave more often: size is no theme's doing.
        let churned = draw.happens(if *size > 2 { 0.35 } else { 0.2 });
        let churned = if churned { "yes" } else { "no" };
        let mut lasting = draw.normal();
        let of_account = draw.below(TOPICS.len());
        let is_once = !has_accounts && design.panel.is_none();
        for (wave, file) in files.iter_mut().enumerate() {
            if is_once && account % 2 != wave {
                continue;
            }
            let mood = if has_accounts {
                (lasting + draw.normal()) / std::f64::consts::SQRT_2
            } else {
                lasting
            };
            for person in 0..*size {
                let same = design.panel.is_some() || has_accounts && person % 2 == 0;
                let number = if same { 0 } else { wave };
                let stays = wave == 1 && design.panel.is_some_and(|stay| draw.happens(stay));
                let latent = if stays {
                    lasting
                } else {
                    let own = draw.normal();
                    design.alike.sqrt() * mood + (1.0 - design.alike).sqrt() * own
                };
                if wave == 0 && design.panel.is_some() {
                    lasting = latent;
                }
                let topic = if has_accounts && draw.happens(0.35) {
                    of_account
                } else {
                    draw.below(TOPICS.len())
                };
                let shift =
                    design.effect.topics[topic] + if wave == 1 { design.effect.fall } else { 0.0 };
                let at = below(latent);
                let (group, rating) = match at {
                    low if low < MIX[2] + shift => (2, draw.below(7)),
                    low if low < MIX[2] + MIX[1] + shift => (1, 7 + draw.below(2)),
                    _ => (0, 9 + draw.below(2)),
                };
                let comment = if draw.happens(design.comments[group]) {
                    written(design.text, topic, draw)
                } else {
                    String::new()
                };
                let month = [1, 4][wave];
                let day = 1 + draw.below(27);
                let _ = write!(
                    file,
                    "{wave}-{account}-{person}-{topic},p{account}x{person}x{number}@example.com,2025-{month:02}-{day:02},{rating},\"{comment}\",{tier},{region},{churned}"
                );
                let _ = if has_accounts {
                    writeln!(file, ",Account {account}")
                } else {
                    writeln!(file)
                };
            }
        }
    }
    files
}

fn written(text: Text, topic: usize, draw: &mut Draw) -> String {
    match text {
        Text::Topics => {
            let said = TOPICS[topic][draw.below(TOPICS[topic].len())];
            format!("{said}{}", TAILS[draw.below(TAILS.len())])
        }
        Text::Salad => {
            let syllables = ["ba", "ne", "ti", "ro", "ku", "mel", "sor", "pla"];
            let word = |draw: &mut Draw| -> String {
                (0..2 + draw.below(2))
                    .map(|_| syllables[draw.below(8)])
                    .collect()
            };
            let words: Vec<String> = (0..4 + draw.below(5)).map(|_| word(draw)).collect();
            words.join(" ")
        }
    }
}
