//! What columns are called in the exports of survey tools, in plain lower-case
//! words (see [`super::names`]), and in the languages we have met.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use super::role::ColumnRole;

/// A list of words, cut once.
struct CutList {
    words: Vec<&'static str>,
    places: HashMap<&'static str, usize>,
}

/// The lists that were asked for, by where they stand: a file may have tens
/// of thousands of columns, and each is looked up in all of them.
static CUT: LazyLock<RwLock<HashMap<(usize, usize), &'static CutList>>> =
    LazyLock::new(RwLock::default);

fn cut(list: &'static str) -> &'static CutList {
    let key = (list.as_ptr().addr(), list.len());
    let known = CUT.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(cut) = known.get(&key) {
        return cut;
    }
    drop(known);
    let words: Vec<&str> = list.split(',').map(str::trim).collect();
    let mut places = HashMap::new();
    for (place, word) in words.iter().enumerate() {
        places.entry(*word).or_insert(place);
    }
    let mut known = CUT.write().unwrap_or_else(PoisonError::into_inner);
    let cut = Box::new(CutList { words, places });
    known.entry(key).or_insert_with(|| Box::leak(cut))
}

/// Returns the words of a list, which stand with commas between.
pub(super) fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    cut(list).words.iter().copied()
}

/// Returns the place of a word in a list of these.
pub(super) fn place(list: &'static str, word: &str) -> Option<usize> {
    cut(list).places.get(word).copied()
}

/// Returns whether a word stands in a list of these.
pub(super) fn has(list: &'static str, word: &str) -> bool {
    place(list, word).is_some()
}

/// Names that mean a role, the likeliest first.
pub(super) fn exact(role: ColumnRole) -> &'static str {
    match role {
        ColumnRole::Score => {
            "nps score, nps rating, nps, net promoter score, promoter score, nps value, \
            likelihood to recommend, ltr, recommendation score, recommend score, score, rating, \
            survey response, response value, survey score, survey rating, note nps, nps note, \
            bewertung, punktzahl, weiterempfehlung, puntuacion, puntuación, voto, puntaje, nota, \
            punteggio, pontuação, calificación, valoración, cijfer, poäng, betyg, gesamtbewertung, \
            wertung, punktwert, punkte, note, note globale, note attribuée, évaluation"
        }
        ColumnRole::Comment => {
            "comment, comments, verbatim, verbatims, nps comment, nps comments, nps feedback, \
            nps reason, nps verbatim, score reason, reason for score, customer comment, \
            customer comments, feedback, free text, freetext, open text, open ended, \
            open ended response, follow up response, follow up, follow up text, response text, \
            answer text, answer, kommentar, kommentare, begründung, rückmeldung, commentaire, \
            commentaires, verbatims client, comentario, comentarios, commento, opmerking, \
            opmerkingen, toelichting, comentário, text, review, review text, reason, remark, \
            remarks, message, message body, body, content, tweet, hs content, description, \
            likes, dislikes, pros, cons, positives, negatives, strengths, weaknesses, \
            positive review, negative review, positive feedback, negative feedback, suggestions, \
            reasons, other feedback, other comments, additional comments, additional feedback, \
            grund, gründe, anmerkung, anmerkungen, sonstige anmerkungen, weitere anmerkungen, \
            raison, raisons, autres commentaires, motivo, motivos, otros comentarios, reden, \
            redenen, overige opmerkingen, altri commenti, outros comentários, \
            improvements, stärken, schwächen, lob, kritik, verbesserungsvorschläge, points forts, \
            points faibles, lo mejor, lo peor, pluspunten, minpunten, pregi, difetti, \
            pontos fortes, pontos fracos, styrkor, svagheter"
        }
        ColumnRole::Date => {
            "recorded date, submit date utc, submit date, submitted at, date submitted, \
            submission date, response received at, response date, responded at, answered at, \
            completed at, completion date, end date, end date utc, survey date, created at, \
            created, date created, creation date, date, day, timestamp, time stamp, datum, \
            zeitstempel, horodateur, horodatage, fecha, marca temporal, data, date and time, \
            start date, start date utc, last seen, time, \
            completion time, submission time, submit time, end time, finish time, response time stamp, \
            fertigstellungszeit, endzeit, abgeschlossen am, beantwortet am, heure de fin, \
            date de fin, date de réponse, hora de finalización, fecha de finalización, \
            fecha de respuesta, ora di completamento, ora di fine, data risposta, \
            tijd van voltooien, eindtijd, hora de conclusão, data de conclusão, data da resposta, \
            slutförandetid, sluttid, svarsdatum, \
            datum abgeschickt, abgeschickt am, ausgefüllt am, eingereicht am, enddatum, umfragedatum, \
            antwortdatum, date de soumission, date de soumission utc, répondu le, soumis le, \
            heure d achèvement, date de l enquête, date de participation, date de modification, \
            fecha de envío, fecha de envío utc, respondido el, completado el, \
            fecha fin, fecha final, fecha de la encuesta, fecha de modificación, \
            aufgezeichnetes datum, startdatum, date de début, date de début utc, fecha de inicio, \
            fecha de inicio utc"
        }
        ColumnRole::Id => IDS,
        ColumnRole::Respondent => PEOPLE,
        ColumnRole::Email => {
            "email, e mail, email address, e mail address, person email, contact email, \
            requester email, lead email, \
            respondent email, recipient email, end user email, customer email, user email, \
            e mail adresse, mail, adresse e mail, courriel, correo, correo electrónico, \
            email adresse, mailadresse, adresse de messagerie, adresse mail, votre adresse mail, \
            adresse électronique, adresse courriel, courrier électronique, \
            dirección de correo electrónico, dirección de correo, su correo electrónico, correo e, \
            username, user name, nutzername, benutzername, nom d utilisateur, nombre de usuario"
        }
        ColumnRole::Account => {
            "account, account name, company, company name, customer, customer name, client, \
            client name, organization, organisation, organization name, organisation name, \
            associated company, firma, firmenname, unternehmen, unternehmensname, kunde, kunden, \
            kundenname, konto, mandant, auftraggeber, entreprise, société, compte, \
            nom du compte, nom du client, nom de l entreprise, empresa, cliente, clientes, cuenta, \
            nombre de la cuenta, nombre del cliente, nombre de la empresa, conta, nome da conta, \
            nome do cliente, nome da empresa, organização, bedrijf, bedrijfsnaam, klant, \
            klantnaam, klanten, organisatie, azienda, nome azienda, nome cliente, società, \
            ragione sociale, företag, företagsnamn, kund, kundnamn, kunder, \
            organisation namn, organización, your company, which company do you work for, \
            requester organization, ihr unternehmen, name ihres unternehmens, name des unternehmens, \
            zugehöriges unternehmen, organisation des anfragenden, in welchem unternehmen arbeiten sie, \
            institution, votre entreprise, nom de votre entreprise, nom de la société, nom société, \
            nom societe, raison sociale, entreprise associée, organisation du demandeur, \
            dans quelle entreprise travaillez vous, organisme, su empresa, nombre de su empresa, \
            razón social, empresa asociada, compañía, organización del solicitante, institución, \
            entidad, en qué empresa trabajas, en qué empresa trabaja, account id, company id, client id, \
            organization id, organisation id, customer id, kundennummer, kunden nr, kunden id, \
            kontonummer, klantnummer, kundnummer, numéro client, numéro de client, \
            número de cliente, codice cliente, n client, no client, code client, id client, nº de cliente, \
            n de cliente, código de cliente, id de cliente"
        }
        ColumnRole::Wave => {
            "wave, survey wave, wave name, welle, vague, survey name, survey period, period, \
            quarter, survey, campaign, survey id, umfrage, quartal, zeitraum, enquête, trimestre, \
            ola, ronda, campaña, periodo, período, kwartaal, ondata, campagna, onda, \
            campanha, omgång, kvartal, befragungswelle, umfragewelle, erhebungswelle, befragungsrunde, \
            vague d enquête, campagne, période, oleada"
        }
        ColumnRole::Kind => {
            "survey type, hs survey type, type of survey, kind, survey kind, metric, \
            question type, type"
        }
    }
}

/// Names of columns that number the answers, or what they are about.
const IDS: &str = "response id, submission id, survey response id, answer id, record id, id, #, \
    feedback id, comment id, review id, request id, unit id, row id, uid, uuid, guid, \
    tweet id, ticket id, respondent id, survey id, survey number, case id, \
    interaction id, session id, antwort id, umfrage id, id réponse, id de réponse, \
    id respuesta, id de respuesta, id risposta, antwoord id, id resposta, svar id, \
    nr, no, n, num, number, nummer, numéro, numero, número, lfd nr, lfd, laufende nummer, laufnummer, \
    lfdnr, row, row number, zeile, zeilennummer, ligne, fila, rij, riga, linha, rad, index, idx, sl no, s no, \
    serial, serial number, entry, entry id, entry number, entry no, \
    response number, response no, response nr, answer number, survey response number, submission number, \
    antwortnummer, antwort nr, datensatz id, befragten id, beantworter id, identifiant du répondant, id del encuestado, \
    ticket, ticket #, ticket no, ticket nr, ticket number, ticketnummer, ticket nummer, \
    case, case #, case no, case nr, case number, fall, fall nr, fallnummer, vorgang, vorgangsnummer, \
    vorgang nr, aktenzeichen, dossier, numéro de dossier, caso, número de caso, zaak, zaaknummer, \
    ärende, ärendenummer, request, request number, incident, incident number, incident id, \
    conversation, conversation id, chat, chat id, call id, interview id, interview no, interview nr, \
    interaction, order id, order number, order no, bestellnummer, message id, thread id, event id, \
    transaction id, token id, external id, source id";

/// Names of columns that say who answered.
const PEOPLE: &str = "respondent, respondent name, full name, contact name, person name, customer contact, \
    contact, person, name, end user name, recipient name, respondent id, person id, \
    contact id, user id, user, username, user name, participant, member id, teilnehmer, \
    teilnehmerin, teilnehmer in, teilnehmende, befragter, befragte, befragte person, \
    name and surname, first and last name, \
    nom complet, nom et prénom, prénom et nom, nom prénom, nom, nombre completo, nombre y apellido, \
    nombre y apellidos, nombre, nome completo, nome e cognome, nome e sobrenome, nome, \
    vor und nachname, vorname und nachname, vollständiger name, volledige naam, voor en achternaam, naam, \
    fullständigt namn, för och efternamn, namn, navn, nimi, \
    ansprechpartner, ansprechpartnerin, ansprechpartner in, ansprechperson, kontakt, kontaktperson, \
    contact person, point of contact, personne de contact, interlocuteur, interlocutrice, \
    persona de contacto, contactpersoon, persona di contatto, referente, pessoa de contato, \
    interviewee, guest, répondant, répondante, participant name, participante, encuestado, \
    partecipante, deelnemer, deltagare, your name, requester name, ihr name, teilnehmername, name des befragten, \
    name des anfragenden, wie heißen sie, votre nom, nom du contact, nom du répondant, nom du demandeur, \
    nom de la personne, comment vous appelez vous, su nombre, tu nombre, nombre de contacto, contacto, \
    nombre del encuestado, nombre del solicitante, nombre de la persona, name der person, cómo te llamas, cómo se llama, submitted by, submitter, reviewer, reviewer name, author name, who answered";

/// Names of columns that are as often what a cell says: they do not show that
/// a row is a header.
pub(super) const PLAIN_WORDS: &str = "no, n, num, fall, case, ticket, row, entry, index, chat, request, conversation, \
            incident, interaction, caso, zaak, fila, riga, rad, rij, linha, ligne, serial, guest, reviewer, referente, \
            nombre, nome, nimi";

/// Words of a name whose numbers count something and rate nothing.
pub(super) const COUNTS: &str = "count, number, labels, seats, days, age, confidence, users, tickets, visits, \
            hour, month";

/// Names of a score that do not say what was asked.
pub(super) const RATING_NAMES: &str = "score, rating, survey response, response value, survey score, survey rating, \
            value, note, points, bewertung, punktzahl, punkte, puntuacion, puntuación, voto, puntaje, \
            nota, punteggio, pontuação, calificación, valoración, cijfer, poäng, betyg, your score, \
            your rating, gesamtbewertung, wertung, punktwert, note globale, note attribuée, évaluation";

/// Names of scores on other scales than 0 to 10, the likeliest first.
pub(super) const OTHER_SCORES: &str = "stars, star rating, star, csat, csat score, csat rating, \
            customer satisfaction, satisfaction, satisfaction score, satisfaction rating, \
            overall satisfaction, overall rating, overall score, ces, ces score, effort, \
            effort score, fft, fft response, fft score, fft rating, grade, review score, \
            sterne, zufriedenheit, étoiles, satisfacción, estrellas, satisfaction client, tevredenheid, \
            soddisfazione, satisfação, nöjdhet, kundenzufriedenheit, klanttevredenheid, kundnöjdhet";

/// Words within a name or question that mean a role, the likeliest first.
pub(super) fn phrases(role: ColumnRole) -> &'static str {
    match role {
        ColumnRole::Score => {
            "how likely, likelihood to recommend, likely to recommend, \
            likely are you to recommend, would you recommend, net promoter, nps, recommend, \
            wahrscheinlich, weiterempf, empfehl, recommand, recomend, recomiend, conseilleriez, \
            aconsejaría, indicaria, aanbev, aanraden, consigli, raccomand, rekommend, 0 10, 0 to 10"
        }
        ColumnRole::Comment => {
            "reason for your, reason for the, reason for giving, main reason, primary reason, \
            most important reason, why did you give, why, grund für, hauptgrund, \
            wichtigste grund, warum, weshalb, pourquoi, raison, por qué, porque, motivo, razón, \
            waarom, reden, perché, reason, explain, verbatim, comment, in your own words, \
            tell us, describe, feedback, open ended, what could we, what can we, what would, \
            improve, verbesser, améliorer, mejorar, verbeteren, anything else, suggestion, \
            kommentar, rückmeldung, begründ, comentario, opmerking, toelichting, commento, \
            por quê, por que, varför, hvorfor, anledning, do better, better, like most, like best, \
            like least, enjoy, went well, besser, gefällt, gefallen, stört, mieux, plaît, plaisent, \
            aimez, appréci, gusta, gustó, bevalt, bevallen, beter, piace, piaciuto, migliorare, \
            gosta, gostou, melhorar, gillar, bättre, förbättra"
        }
        ColumnRole::Date => {
            "response date, submitted, responded, completed, recorded, received, created, \
            answered, timestamp, date, datum, fecha"
        }
        ColumnRole::Id
        | ColumnRole::Respondent
        | ColumnRole::Account
        | ColumnRole::Wave
        | ColumnRole::Kind => "",
        ColumnRole::Email => "email, e mail, correo electrónico, correo del, correo de",
    }
}

/// Words that turn a name into something about the role rather than the role:
/// `reason_code`, `comment_date`, `renewal_date`.
pub(super) fn vetoes(role: ColumnRole) -> &'static str {
    match role {
        ColumnRole::Score => {
            "group, category, segment, type, bucket, reason, comment, comments, feedback, date, \
            text, id, label, verbatim, sentiment, tone, emotion, mood, polarity, stimmung, tonalität, \
            sentimiento, sentimento"
        }
        ColumnRole::Comment => {
            "id, date, time, at, code, codes, category, categories, confidence, count, length, \
            language, lang, score, type, url, link, status, topic, topics, theme, sentiment, \
            gold, author, by, tag, tags, group, segment, label, owner, channel, number"
        }
        ColumnRole::Date => {
            "renewal, birth, birthday, due, expiry, expires, contract, signup, sign, customer, \
            since, start, churn, sent, invited, purchase, order, delivery, judgment, updated, \
            modified, by, count, go, onboarding, first, last, next, join, joined, closed, \
            account, dob, member, subscription, trial, registered, registration, \
            geburtsdatum, geburtstag, vertragsbeginn, vertragsende, kündigung, bestelldatum, \
            lieferdatum, naissance, échéance, commande, nacimiento, vencimiento, pedido, \
            geboortedatum, nascita, nascimento, födelsedatum, achat, compra, envoyé, enviado, versendet, \
            début, inicio, inicial, startdatum"
        }
        ColumnRole::Email => {
            "sent, opened, domain, status, opt, count, date, subject, body, type, id"
        }
        ColumnRole::Id
        | ColumnRole::Respondent
        | ColumnRole::Account
        | ColumnRole::Wave
        | ColumnRole::Kind => "",
    }
}

/// What survey tools add for themselves.
pub(super) const NOISE: &str = "ip address, ip, ipaddress, location latitude, location longitude, latitude, \
            longitude, lat, lng, lon, user language, collector id, collector, network id, \
            distribution channel, progress, duration in seconds, duration, response set, \
            user agent, permalink, token, referrer, referer, start date, start date utc, \
            stage date utc, end date, end date utc, recorded date, recipient last name, \
            recipient first name, first name, last name, unsubscribe, person id, \
            person created at, updated at, survey url, response url, response type, \
            start time, startzeit, heure de début, hora de inicio, ora di inizio, begintijd, \
            hora de início, starttid, last modified time, letzte änderung, \
            external data reference, q recaptcha score, q relevant id duplicate, metadata, \
            ip adresse, adresse ip, dirección ip, dauer, dauer in sekunden, bearbeitungszeit, ausfüllzeit, \
            benötigte zeit sekunden, durée, durée en secondes, temps passé, temps de remplissage, \
            temps pour compléter secondes, duración, duración en segundos, tiempo empleado, \
            tiempo de llenado, tiempo para completar segundos, fortschritt, progression, progreso, \
            breitengrad, längengrad, breitengrad des standorts, längengrad des standorts, \
            latitude de localisation, longitude de localisation, latitud, longitud, \
            latitud de la ubicación, longitud de la ubicación, id du collecteur, \
            identifiant du collecteur, id de recopilador, id del recolector, antworttyp, \
            type de réponse, tipo de respuesta, antwortstatus, statut de la réponse, \
            estado de la respuesta, date d enregistrement, fecha registrada, aufgezeichnetes datum, \
            heure de la dernière modification, hora de la última modificación, startdatum, \
            date de début, date de début utc, fecha de inicio, fecha de inicio utc, datum gestartet, \
            datum letzte aktivität, letzte aktion am, teilnahmebeginn, last page, letzte seite, \
            dernière page, última página, start language, start sprache, langue de départ, \
            lenguaje inicial, idioma inicial, seed, zufallsstartwert, tête de série, semilla, \
            weiterleitungs url, url de référence, url de referencia, referrer url, \
            commentaires du questionnaire, comentarios de la prueba, vorname des empfängers, \
            nachname des empfängers, prénom du destinataire, nom du destinataire, \
            nombre del destinatario, apellido del destinatario, date enreg, date modif, \
            temps saisie, origine saisie, lang saisie, startwert, semilla aleatoria, graine, gesamtzeit, temps total, \
            tiempo total, última acción, dernière action, fecha de la última acción, \
            date de la dernière action, date de lancement, fecha de comienzo, date de démarrage, \
            begonnen am, teilnahme gestartet, fecha inicio, startdatum utc, langue de démarrage, \
            ausgangssprache";

/// Words before a colon that nobody is called.
pub(super) const NO_SPEAKERS: &str = "note, notes, nb, n.b, ps, action, actions, action item, action items, next step, next steps, \
    todo, to do, date, time, location, place, summary, context, background, key takeaway, \
    key takeaways, takeaway, takeaways, insight, insights, quote, quotes, pain point, \
    pain points, pros, cons, pro, con, follow up, follow-up, question, answer, topic, topics, \
    subject, agenda, conclusion, example, examples, idea, ideas, problem, problems, issue, \
    issues, feature, request, feature request, workaround, workarounds, paraphrase, observation, \
    observations, recommendation, recommendations, result, results, goal, goals, risk, risks, \
    price, pricing, support, onboarding, positive, negative, likes, dislikes, wish, wishes, \
    overall, important, warning, http, https, e-mail, email, phone, tel, role, company, account, \
    score, nps, duration, attendees, page, part, section, chapter, step, option, re, fwd, \
    subject line, transcribed by, recorded, hint, tip, contradiction";

/// Words within a name that begin small.
pub(super) const PARTICLES: &str =
    "van, von, de, der, den, la, le, di, da, del, el, bin, al, ter, ten, zu, dos, du";
