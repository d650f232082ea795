"""Invented policies in six languages, and the furniture that pages put around them."""

# ruff: noqa: E501 - a sentence of a page stays on one line

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """An invented policy; `body` is the HTML of what must come out, `lines` what must come out of it."""

    language: str
    title: str
    body: str
    lines: tuple[str, ...]
    menu: tuple[str, ...]
    accept: str
    banner: str


def policy_html(
    title: str, date: str, sections: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
) -> str:
    """HTML of a policy: sections of a heading, paragraphs, items."""
    parts = [f"<h1>{title}</h1><p>{date}</p>"]
    for head, paragraphs, items in sections:
        parts.append(f"<h2>{head}</h2>")
        parts.extend(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        if items:
            parts.append("<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")
    return "\n".join(parts)


def _policy(
    language: str,
    title: str,
    date: str,
    sections: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...],
    menu: tuple[str, ...],
    accept: str,
    banner: str,
) -> Policy:
    lines = [title, date]
    for head, paragraphs, items in sections:
        lines += [head, *paragraphs, *items]
    return Policy(language, title, policy_html(title, date, sections), tuple(lines), menu, accept, banner)


ENGLISH = _policy(
    "en",
    "Privacy Policy of Larkspur Ferries",
    "Last updated: 4 March 2024",
    (
        (
            "What we collect",
            (
                "When you book a crossing we collect personal information such as your name and your e-mail address.",
                "Our website also collects your IP address and stores cookies that remember your language:",
            ),
            ("Session cookies, deleted when you leave", "Cookies of our analytics provider, kept for a year"),
        ),
        (
            "Whom we share it with",
            (
                "We disclose personal data to port authorities where the law asks for it, and to nobody for marketing.",
                "You may withdraw your consent at any time and ask us to delete the information we hold about you.",
            ),
            (),
        ),
        ("Contact", ("Larkspur Ferries, Quay 7, Brambleport, privacy@larkspur.example",), ()),
    ),
    ("Timetable", "Fares", "Freight", "Jobs"),
    "Accept all",
    "We use cookies to improve your experience on this website and to measure our audience.",
)
DUTCH = _policy(
    "nl",
    "Privacyverklaring van Molenzicht",
    "Laatst bijgewerkt: 4 maart 2024",
    (
        (
            "Welke gegevens wij verzamelen",
            (
                "Bij een reservering verwerken wij persoonsgegevens zoals uw naam, uw adres en uw telefoonnummer.",
                "Onze website bewaart ook cookies en uw IP-adres om misbruik van onze diensten te voorkomen:",
            ),
            (
                "Functionele cookies, die na het bezoek verdwijnen",
                "Analytische cookies van een dienstverlener",
            ),
        ),
        (
            "Met wie wij ze delen",
            (
                "Wij delen persoonsgegevens alleen met derden als u daarvoor toestemming hebt gegeven.",
                "U kunt uw toestemming altijd intrekken en ons vragen uw gegevens te verwijderen.",
            ),
            (),
        ),
    ),
    ("Kamers", "Tarieven", "Vacatures", "Route"),
    "Alles accepteren",
    "Wij gebruiken cookies om uw bezoek aan deze website te verbeteren en te meten.",
)
FRENCH = _policy(
    "fr",
    "Politique de confidentialité de Boulangerie Vasseur",
    "Dernière mise à jour : 4 mars 2024",
    (
        (
            "Données que nous collectons",
            (
                "Lors d'une commande, nous collectons des données personnelles telles que votre nom et votre adresse.",
                "Notre site dépose également des cookies et conserve votre adresse IP pendant six mois :",
            ),
            ("Cookies nécessaires au panier", "Cookies de mesure d'audience de notre prestataire"),
        ),
        (
            "Destinataires",
            (
                "Vos données à caractère personnel ne sont transmises à des tiers qu'avec votre consentement.",
                "Vous disposez d'un droit d'accès, de rectification et d'effacement de vos données personnelles.",
            ),
            (),
        ),
    ),
    ("Nos pains", "Horaires", "Recrutement", "Plan"),
    "Tout accepter",
    "Nous utilisons des cookies pour améliorer votre visite et mesurer notre audience.",
)
GERMAN = _policy(
    "de",
    "Datenschutzerklärung der Seilbahn Hochkar",
    "Stand: 4. März 2024",
    (
        (
            "Welche Daten wir erheben",
            (
                "Bei einer Buchung verarbeiten wir personenbezogene Daten wie Ihren Namen und Ihre Anschrift.",
                "Unsere Website speichert außerdem Cookies und Ihre IP-Adresse zum Schutz vor Missbrauch:",
            ),
            (
                "Notwendige Cookies, die nach dem Besuch gelöscht werden",
                "Cookies unseres Dienstleisters für Statistik",
            ),
        ),
        (
            "Wer sie erhält",
            (
                "Personenbezogene Daten übermitteln wir an Dritte nur mit Ihrer ausdrücklichen Einwilligung.",
                "Sie können Ihre Einwilligung jederzeit widerrufen und die Löschung Ihrer Daten verlangen.",
            ),
            (),
        ),
    ),
    ("Fahrplan", "Preise", "Webcam", "Anreise"),
    "Alle akzeptieren",
    "Wir verwenden Cookies, um Ihren Besuch auf dieser Website zu verbessern und zu messen.",
)
SPANISH = _policy(
    "es",
    "Política de privacidad de Librería Almendro",
    "Última actualización: 4 de marzo de 2024",
    (
        (
            "Datos que recogemos",
            (
                "Cuando hace un pedido, recogemos datos personales como su nombre y su dirección de correo.",
                "Nuestro sitio web también guarda cookies y su dirección IP por motivos de seguridad:",
            ),
            ("Cookies técnicas de la sesión", "Cookies de análisis de nuestro proveedor"),
        ),
        (
            "Con quién los compartimos",
            (
                "Solo compartimos sus datos personales con terceros si nos ha dado su consentimiento.",
                "Puede ejercer sus derechos de acceso, rectificación y supresión de sus datos personales.",
            ),
            (),
        ),
    ),
    ("Novedades", "Horario", "Empleo", "Mapa"),
    "Aceptar todo",
    "Utilizamos cookies para mejorar su visita a este sitio web y medir nuestra audiencia.",
)
ITALIAN = _policy(
    "it",
    "Informativa sulla privacy di Vivaio Ginestra",
    "Ultimo aggiornamento: 4 marzo 2024",
    (
        (
            "Dati che raccogliamo",
            (
                "Quando fai un ordine raccogliamo dati personali come il tuo nome e il tuo indirizzo di posta.",
                "Il nostro sito salva anche cookie e il tuo indirizzo IP per ragioni di sicurezza:",
            ),
            ("Cookie tecnici della sessione", "Cookie di analisi del nostro fornitore"),
        ),
        (
            "A chi li comunichiamo",
            (
                "Comunichiamo i dati personali a terzi solo se hai dato il tuo consenso al trattamento.",
                "Puoi chiedere in ogni momento l'accesso, la rettifica e la cancellazione dei tuoi dati personali.",
            ),
            (),
        ),
    ),
    ("Piante", "Orari", "Lavora con noi", "Mappa"),
    "Accetta tutti",
    "Utilizziamo i cookie per migliorare la tua visita a questo sito e misurare il pubblico.",
)
POLICIES = (ENGLISH, DUTCH, FRENCH, GERMAN, SPANISH, ITALIAN)


def page(policy: Policy, *, before: str = "", after: str = "", inside: str = "", head: str = "") -> bytes:
    """A page with menu, policy, footer; `before` and `after` stand around the policy, `inside` at its end."""
    menu = "".join(f'<li><a href="/{n}">{entry}</a></li>' for n, entry in enumerate(policy.menu))
    return (
        f'<!DOCTYPE html><html lang="{policy.language}"><head><meta charset="utf-8"><title>{policy.title}</title>'
        f"{head}</head><body><div class='top'><ul>{menu}</ul></div>{before}<div><div class='text'>{policy.body}{inside}"
        f"</div></div>{after}<div class='bottom'><ul>{menu}</ul><p>© 2024</p></div></body></html>"
    ).encode()


def banner(policy: Policy, names: str = 'class="x1"') -> str:
    """A consent banner in the language of the page."""
    return (
        f"<div {names}><p>{policy.banner}</p><button>{policy.accept}</button><button>?</button>"
        '<a href="/cookies">Cookies</a></div>'
    )
