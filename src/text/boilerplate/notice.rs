//! What mail programs and legal departments add below or above a message:
//! "Sent from my iPhone", "This e-mail is confidential …".

use super::phrases::{
    end_of, end_of_any, is_capital, is_opening, rest_of_line, sentence_end, spaces, word_starts,
};
use crate::feedback::Span;

/// How a footer begins that names the device or program a mail was sent with.
#[rustfmt::skip]
pub(super) const SENT_FROM: [&str; 25] = [
    "sent from my", "sent from", "sent via", "sent with", "sent using", "get outlook for",
    "outlook für", "von meinem", "gesendet von meinem", "gesendet von", "gesendet mit",
    "gesendet mit der", "envoyé de mon", "envoyé depuis mon", "envoyé à partir de mon",
    "envoyé depuis", "enviado desde mi", "enviado do meu", "inviato da", "inviato dal mio",
    "verstuurd vanaf mijn", "verzonden vanaf mijn", "skickat från min", "sendt fra min",
    "lähetetty laitteesta",
];

/// What such a footer names.
#[rustfmt::skip]
const DEVICES: [&str; 30] = [
    "iphone", "ipad", "ios", "android", "samsung", "galaxy", "blackberry", "huawei", "xiaomi",
    "google pixel", "nokia", "windows phone", "mobile device", "mobile phone", "mobile",
    "smartphone", "mobiltelefon", "handy", "outlook", "yahoo mail", "mail for windows", "mail",
    "gmail", "t-mobile", "verizon, samsung", "verizon", "proton mail", "protonmail", "web.de", "gmx",
];

/// Words that can follow the name of a device.
#[rustfmt::skip]
const MODELS: [&str; 18] = [
    "iphone", "ipad", "android", "ios", "windows", "galaxy", "smartphone", "device", "phone",
    "tablet", "handheld", "mobile", "mail", "pro", "max", "plus", "lte", "gesendet",
];

const JOINTS: [&str; 7] = ["for", "on", "by", "with", "für", "pour", "para"];

/// What people ask pardon for when they type on a phone.
#[rustfmt::skip]
const SLIPS: [&str; 8] = [
    "typo", "brevity", "spelling", "autocorrect", "mistakes", "errors", "tippfehler", "kürze",
];

/// How a notice begins that can be nothing else.
#[rustfmt::skip]
pub(super) const NOTICES: [&str; 34] = [
    "if you are not the intended recipient", "if you are not the named addressee",
    "if you are not the addressee", "if you have received this e-mail in error",
    "if you have received this email in error", "if you have received this message in error",
    "if you have received this communication in error", "if you received this e-mail in error",
    "if you received this email in error", "if you received this message in error",
    "please consider the environment before printing", "consider the environment before printing",
    "think before you print", "this e-mail originated from outside",
    "this email originated from outside", "this message originated from outside",
    "this email came from outside", "this email was sent from outside", "confidentiality notice:",
    "wenn sie nicht der richtige adressat", "wenn sie nicht der beabsichtigte empfänger",
    "falls sie nicht der beabsichtigte empfänger", "falls sie nicht der richtige",
    "sollten sie nicht der beabsichtigte empfänger", "sollten sie nicht der richtige adressat",
    "bitte denken sie an die umwelt, bevor",
    "bitte prüfen sie, ob diese e-mail wirklich ausgedruckt", "diese e-mail enthält vertrauliche",
    "diese nachricht enthält vertrauliche", "si vous n'êtes pas le destinataire",
    "pensez à l'environnement avant d'imprimer", "avant d'imprimer, pensez",
    "si usted no es el destinatario", "antes de imprimir este",
];

/// How a notice begins if the sentence also says what notices say.
#[rustfmt::skip]
pub(super) const SUBJECTS: [&str; 26] = [
    "this e-mail", "this email", "this mail", "this message", "this communication",
    "this transmission", "the information contained", "the information in this",
    "the contents of this", "the content of this", "diese e-mail", "diese email", "diese mail",
    "diese nachricht", "der inhalt dieser", "die information in dieser", "ce message",
    "ce courriel", "cet e-mail", "este mensaje", "este correo", "questo messaggio", "dit bericht",
    "deze e-mail", "esta mensagem", "detta meddelande",
];

/// What notices say and hardly anybody else.
#[rustfmt::skip]
const CLAIMS: [&str; 20] = [
    "confiden", "privileg", "intended", "addressee", "legally protected", "unauthor",
    "individual or entity", "vertraulich", "adressat", "unbefugt", "rechtlich geschützt",
    "destinataire", "exclusiv", "destinatari", "destinatári", "riservat", "vertrouwelijk",
    "geadresseerde", "bestemd", "konfidentiell",
];

/// What notices say along with a claim.
#[rustfmt::skip]
const DETAILS: [&str; 11] = [
    "recipient", "disclos", "attachment", "empfänger", "ausschließlich", "pièces jointes",
    "adjuntos", "uitsluitend", "allegati", "mottagare", "bilagor",
];

/// What the sentences after a notice say when they go on with it.
#[rustfmt::skip]
const ADVICE: [&str; 22] = [
    "strictly prohibited", "do not click", "delete", "dissemination", "distribution",
    "notify the sender", "recognize the sender", "recognise the sender", "virus", "liability",
    "views expressed", "opinions expressed", "in error", "irrtümlich", "vernichten", "löschen sie",
    "nicht gestattet", "absender", "par erreur", "expéditeur", "por error", "per errore",
];

/// Words that announce the warning after them.
#[rustfmt::skip]
const ALARMS: [&str; 6] = [
    "caution:", "warning:", "[external]", "external email:", "external:", "achtung:",
];

/// Finds footers and notices that start at one of some words.
pub(super) fn notices(text: &str, starts: &[usize], pieces: &mut Vec<Span>) {
    let mut from = 0;
    for &at in starts {
        if at < from || !(is_opening(text, at) || is_capital(text, at)) {
            continue;
        }
        if let Some(end) = footer_end(text, at).or_else(|| notice_end(text, at)) {
            let start = alarm_start(text, at);
            pieces.push(Span { start, end });
            from = end;
        }
    }
}

fn footer_end(text: &str, at: usize) -> Option<usize> {
    SENT_FROM.iter().find_map(|opening| {
        let named = end_of(opening, text, at)?;
        let device = named + spaces(&text[named..]);
        let end = models_end(text, end_of_any(&DEVICES, text, device)?);
        let end = end.min(rest_of_line(text, at).end);
        let verb_last = *opening == "von meinem";
        let is_said = !verb_last || text[at..end].ends_with("gesendet");
        (is_said && is_left(text, end)).then(|| pardon_end(text, link_end(text, end)))
    })
}

/// Returns where the words end that go on naming a device: "Galaxy S9+",
/// "for iOS", "Mobile, powered by …" only as far as it is known.
fn models_end(text: &str, mut end: usize) -> usize {
    loop {
        let next = end + spaces(&text[end..]);
        let joint = end_of_any(&JOINTS, text, next).map(|end| end + spaces(&text[end..]));
        let model = joint.unwrap_or(next);
        let number = text[model..]
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '+'))
            .map_or(text.len(), |length| model + length);
        let is_number = text[model..number].bytes().any(|b| b.is_ascii_digit());
        let known = end_of_any(&MODELS, text, model).or(is_number.then_some(number));
        match known {
            Some(known) => end = known,
            None => return end,
        }
    }
}

/// A sentence that goes on after the device was written by a person: "Sent
/// from my iPhone and never got an answer".
fn is_left(text: &str, end: usize) -> bool {
    let rest = rest_of_line(text, end).slice(text).trim_start();
    !rest.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || c == '\'' || c == '’')
        || pardon_end(text, end) > end
}

/// Returns where the address behind a footer ends: `Get Outlook for iOS
/// <https://aka.ms/o0ukef>`.
fn link_end(text: &str, end: usize) -> usize {
    let rest = rest_of_line(text, end).slice(text);
    let link = rest.trim_start().trim_start_matches(['<', '(', '[']);
    let length = link.find([' ', '>', ')', ']']).unwrap_or(link.len());
    if !link.starts_with("http") {
        return end;
    }
    let closing = link[length..].starts_with(['>', ')', ']']);
    end + rest.len() - link.len() + length + usize::from(closing)
}

/// Returns where ", please excuse typos" ends, if it stands at byte `end`.
fn pardon_end(text: &str, end: usize) -> usize {
    let rest = rest_of_line(text, end);
    let asked = rest
        .slice(text)
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = rest.end - asked.len();
    let stop = sentence_end(text, start);
    let sentence = text[start..stop].to_lowercase();
    let asks = [
        "excuse",
        "pardon",
        "apolog",
        "forgive",
        "sorry",
        "entschuldig",
    ]
    .iter()
    .any(|word| sentence.contains(word));
    let is_short = sentence.len() <= 90;
    if asks && is_short && SLIPS.iter().any(|slip| sentence.contains(slip)) {
        stop
    } else {
        end
    }
}

fn notice_end(text: &str, at: usize) -> Option<usize> {
    let known = end_of_any(&NOTICES, text, at).is_some();
    if !known && end_of_any(&SUBJECTS, text, at).is_none() {
        return None;
    }
    let mut end = sentence_end(text, at);
    if !known && !is_claim(text, Span { start: at, end }) {
        return None;
    }
    loop {
        let next = end + spaces(&text[end..]);
        let stop = sentence_end(text, next);
        let sentence = text[next..stop].to_lowercase();
        let goes_on = count(&ADVICE, &sentence) > 0
            || end_of_any(&NOTICES, text, next).is_some()
            || says_claim(&sentence, 2);
        if next >= stop || is_parted(&text[end..next]) || !goes_on {
            return Some(end);
        }
        end = stop;
    }
}

/// Returns whether a sentence about a message says what notices say, before
/// another one begins that was on a line of its own once.
fn is_claim(text: &str, sentence: Span) -> bool {
    let begins = |at: &usize| {
        is_capital(text, *at)
            && (end_of_any(&SUBJECTS, text, *at).is_some()
                || end_of_any(&SENT_FROM, text, *at).is_some())
    };
    let starts = word_starts(sentence.slice(text)).map(|at| at + sentence.start);
    let end = starts.skip(1).find(begins).unwrap_or(sentence.end);
    let words = text[sentence.start..end].to_lowercase();
    let is_bare = words.len() <= 50 && sentence.start > 0 && end == sentence.end;
    says_claim(&words, if is_bare { 1 } else { 2 }) && !is_personal(&words)
}

fn says_claim(sentence: &str, least: usize) -> bool {
    let claims = count(&CLAIMS, sentence);
    claims > 0 && claims + count(&DETAILS, sentence) >= least
}

fn count(phrases: &[&str], sentence: &str) -> usize {
    let said = phrases.iter().filter(|phrase| sentence.contains(**phrase));
    said.count()
}

/// Lawyers do not say "I".
fn is_personal(sentence: &str) -> bool {
    sentence.split(|c: char| !c.is_alphanumeric()).any(|word| {
        matches!(
            word,
            "i" | "my" | "me" | "ich" | "mein" | "je" | "mon" | "was"
        )
    })
}

/// A blank line parts two paragraphs.
fn is_parted(gap: &str) -> bool {
    gap.matches('\n').count().max(gap.matches('\r').count()) > 1
}

/// Returns where "CAUTION:" starts if it announces what stands at byte `at`.
fn alarm_start(text: &str, at: usize) -> usize {
    let line_start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let before = text[line_start..at].trim_end();
    ALARMS
        .iter()
        .filter_map(|alarm| {
            let start = (line_start + before.len()).checked_sub(alarm.len())?;
            let is_alarm = text.is_char_boundary(start) && end_of(alarm, text, start).is_some();
            (start >= line_start && is_alarm).then_some(start)
        })
        .min()
        .unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut pieces = Vec::new();
        let starts: Vec<usize> = word_starts(text).collect();
        notices(text, &starts, &mut pieces);
        pieces.into_iter().map(|span| span.slice(text)).collect()
    }

    #[test]
    fn the_footer_of_a_device_is_found_in_every_language() {
        for footer in [
            "Sent from my iPhone",
            "Sent from my Samsung Galaxy S21+",
            "sent from my iPad",
            "Sent from my BlackBerry 10 smartphone",
            "Sent from Yahoo Mail on Android",
            "Sent from Outlook for iOS",
            "Get Outlook for Android",
            "Get Outlook for iOS<https://aka.ms/o0ukef>",
            "Get Outlook for iOS (https://aka.ms/o0ukef)",
            "Sent from my T-Mobile 4G LTE Device",
            "Sent from my Verizon, Samsung Galaxy smartphone",
            "Sent from Mail for Windows 10",
            "Von meinem iPhone gesendet",
            "Gesendet von meinem Handy",
            "Envoyé de mon iPhone",
            "ENVOYÉ DE MON IPHONE",
            "Enviado desde mi iPhone",
            "Inviato da iPhone",
            "Verstuurd vanaf mijn iPhone",
        ] {
            assert_eq!(found(footer), [footer]);
            assert_eq!(found(&format!("Too dear 😀\r\n\r\n{footer}\r\n")), [footer]);
            assert_eq!(found(&format!("Too dear. {footer}")), [footer]);
        }
    }

    #[test]
    fn a_sentence_about_a_device_is_feedback() {
        for text in [
            "Sent from my iPhone and never got an answer",
            "The mail I sent from my iPhone was lost",
            "Photos sent from my Android arrive broken",
            "Von meinem iPhone aus geht der Export nicht",
            "I want to get outlook for android working",
            "Parcel was sent from Germany",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn a_plea_for_pardon_belongs_to_the_footer() {
        let text = "Slow. Sent from my iPhone, please excuse any typos.";
        assert_eq!(
            found(text),
            ["Sent from my iPhone, please excuse any typos."]
        );
    }

    #[test]
    fn a_notice_takes_the_sentences_that_go_on_with_it() {
        let text = "Too slow.\n\nThis e-mail and any attachments are confidential. If you are not the intended recipient, delete it. Do not click anything.\n\nKim";
        assert_eq!(
            found(text),
            [
                "This e-mail and any attachments are confidential. If you are not the intended recipient, delete it. Do not click anything."
            ]
        );
    }

    #[test]
    fn a_warning_above_a_message_leaves_the_message() {
        let text = "CAUTION: This email originated from outside of the organization. Do not click links unless you recognize the sender. The export fails every day.";
        assert_eq!(
            found(text),
            [
                "CAUTION: This email originated from outside of the organization. Do not click links unless you recognize the sender."
            ]
        );
    }

    #[test]
    fn notices_are_found_in_german_and_french() {
        for notice in [
            "Diese E-Mail enthält vertrauliche Informationen.",
            "Diese Nachricht ist vertraulich und nur für den Empfänger bestimmt.",
            "Ce message est confidentiel et réservé à son destinataire.",
            "Si vous n’êtes pas le destinataire, merci de le détruire.",
        ] {
            assert_eq!(found(&format!("Zu langsam.\n{notice}")), [notice]);
        }
    }

    #[test]
    fn feedback_about_messages_stays_before_a_notice_on_the_same_line() {
        let text = "This message box is slow Sent from my iPhone This e-mail is confidential and intended only for the addressee.";
        assert_eq!(found(text)[0], "Sent from my iPhone");
    }

    #[test]
    fn a_sentence_about_a_message_is_feedback() {
        for text in [
            "This email is great",
            "This message was intended for my wife",
            "This message is confidential, my manager is the recipient of gifts",
            "This message shows the recipient and the attachment wrong",
            "If you are not happy, leave.",
            "Note: if you are not the intended recipient you still get the mail",
            "Diese E-Mail kam nie an",
            "The information contained in your guide is out of date",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
