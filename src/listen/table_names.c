/* table_names.c - listen: how do others spell our columns? */
#include "listen/table_int.h"

#include "base/near.h"
#include "base/text.h"

#include <string.h>

enum {
    PEOPLE = 1,
    EVIDENCE = 2,
    DEALS = 4,
    RELATIONS = 8,
    ANSWERS = 16,
    ORGS = 32,
    ACTIVITIES = 64,
    OUTCOMES = 128,
    FOLD_BYTES = 64
};

/* The one table of header names. They are compared without case, blanks and punctuation: "E-mail"
 * is "email". The first of a column is ours; the others are those of HubSpot, Salesforce, Dynamics,
 * Pipedrive, Zoho, LinkedIn, Google, Outlook, Eventbrite, Hopin, Cvent and the like. */
static const struct {
    enum column_id id;
    int kinds;
    const char *channel; /* of COL_HANDLE */
    const char *names;   /* apart by blanks */
} columns[] = {
    /* ours: evidence */
    {COL_AT, EVIDENCE, NULL, "at date when time datetime timestamp"},
    {COL_VERB, EVIDENCE, NULL, "verb"},
    {COL_FROM, EVIDENCE, NULL, "from"},
    {COL_TO, EVIDENCE, NULL, "to"},
    {COL_URL, EVIDENCE, NULL, "url link"},
    {COL_TEXT, EVIDENCE, NULL, "text note notes"},
    {COL_TOPIC, EVIDENCE, NULL, "topic"},
    {COL_SIGN, EVIDENCE, NULL, "sign"},
    {COL_ROOM, EVIDENCE, NULL, "roomsize room"},
    {COL_STAGE, EVIDENCE, NULL, "stage"},
    {COL_DOC, EVIDENCE, NULL, "doc"},
    {COL_DOC_TITLE, EVIDENCE, NULL, "title"},
    {COL_OURS, EVIDENCE | DEALS | RELATIONS | ANSWERS | ACTIVITIES | OUTCOMES, NULL,
     "source place"},
    /* ours: people; and what CRM systems, address books, networks and lists of attendees call them
     */
    {COL_NAME, PEOPLE, NULL,
     "name fullname displayname contactname contact person leadname "
     "contactfullname fileas attendeename attendee participantname participant "
     "registrantname guestname customername buyername primarycontact "
     "speakername speaker member membername"},
    {COL_FIRST, PEOPLE, NULL,
     "firstname givenname contactfirstname forename first leadfirstname "
     "attendeefirstname registrantfirstname guestfirstname vorname prenom "
     "nombre voornaam nome"},
    {COL_LAST, PEOPLE, NULL,
     "lastname surname familyname contactlastname last leadlastname "
     "attendeelastname registrantlastname guestlastname nachname apellido "
     "apellidos nomdefamille nom achternaam cognome sobrenome"},
    {COL_MIDDLE, PEOPLE, NULL, "middlename additionalname"},
    {COL_EMAIL, PEOPLE, NULL,
     "email emailaddress mail workemail personalemail businessemail "
     "contactemail primaryemail additionalemailaddresses additionalemails "
     "emails emailaddresses leademail email1 email2 email3 emailaddress1 "
     "emailaddress2 emailaddress3 email2address email3address emailaddresswork "
     "emailaddresshome email1value email2value email3value email4value "
     "emailwork emailhome emailother homeemail otheremail secondaryemail "
     "workemailaddress attendeeemail attendeeemailaddress registrantemail "
     "participantemail guestemail emailid useremail useremailaddress "
     "corporateemail companyemail emailadresse adressemail adresseemail "
     "adressedemessagerie courriel correo correoelectronico "
     "indirizzoemail postaelettronica emailadres speakeremail"},
    {COL_HANDLES, PEOPLE, NULL, "handles accounts"},
    {COL_HANDLE, PEOPLE, "twitter",
     "twitter twitterusername twitterhandle twitterurl twitterprofile x xhandle "
     "xusername twitterx"},
    {COL_HANDLE, PEOPLE, "linkedin",
     "linkedin linkedinurl linkedinprofile linkedinprofileurl linkedinbio "
     "linkedinpage linkedinid linkedinhandle linkedinprofilelink linkedinlink "
     "url profileurl"},
    {COL_HANDLE, PEOPLE, "github", "github githubusername githuburl githubprofile githubhandle"},
    {COL_HANDLE, PEOPLE, "fediverse", "mastodon mastodonhandle fediverse"},
    {COL_HANDLE, PEOPLE, "bluesky", "bluesky blueskyhandle bsky"},
    {COL_ORG, PEOPLE, NULL,
     "org company companyname organisation organization organizationname "
     "organisationname organization1name account accountname companyaccount "
     "associatedcompany associatedcompanyprimary primarycompany "
     "primaryassociatedcompany employer companyorganization companyorganisation "
     "organizationcompany companyororganization parentcustomer attendeecompany "
     "registrantcompany firma entreprise empresa unternehmen societe azienda bedrijf "
     "societa "
     "institution affiliation"},
    {COL_TITLE, PEOPLE, NULL,
     "title jobtitle position organizationtitle organisationtitle "
     "organization1title jobrole jobposition contacttitle leadtitle worktitle "
     "attendeejobtitle registrantjobtitle funktion cargo berufsbezeichnung"},
    {COL_COUNTRY, PEOPLE, NULL,
     "country countryregion mailingcountry countrycode businesscountry "
     "businesscountryregion homecountryregion homecountry workcountry "
     "billingcountry address1country address1countryregion mailingcountrycode "
     "primarycountry ipcountry landregion land pays pais paese ipcountrycode "
     "mailingaddresscountry address1countryvalue"},
    {COL_CATEGORY, PEOPLE, NULL, "category categories"},
    {COL_TAGS, PEOPLE, NULL, "tags tag labels groupmembership"},
    {COL_FOLLOWERS, PEOPLE, NULL,
     "followers followercount twitterfollowers twitterfollowercount "
     "linkedinfollowers"},
    {COL_WEIGHT, PEOPLE, NULL, "weight"},
    {COL_TEAM, PEOPLE, NULL, "team"},
    {COL_SENIORITY, PEOPLE, NULL, "seniority"},
    {COL_CAPACITY, PEOPLE, NULL, "capacity"},
    {COL_TOPICS, PEOPLE, NULL, "topics"},
    {COL_OURS, PEOPLE, NULL, "staff"},
    {COL_KEPT, PEOPLE, NULL,
     "connectedon notes note phone phonenumber mobile mobilephone businessphone "
     "homephone city mailingcity state stateregion mailingstate department "
     "industry leadsource leadstatus lifecyclestage contactowner leadowner "
     "recordid contactid leadid accountid createdate createddate "
     "lastactivitydate lastmodifieddate mailingstreet mailingzippostalcode "
     "postalcode zip website campaignname memberstatus ordernumber orderid "
     "orderdate tickettype ticketquantity quantity birthday nickname joined userid "
     "memberid emaildelivery messageselection postingprivileges"},
    /* when an attendee was there, and whether */
    {COL_MET_AT, PEOPLE, NULL,
     "eventdate eventstartdate attendedat attendedon checkintime checkedinat "
     "checkindate checkindatetime jointime joinedat attendeddate"},
    {COL_CAME, PEOPLE, NULL,
     "attended checkedin attendeestatus attendancestatus attendance showedup "
     "checkinstatus"},
    /* ours: deals */
    {COL_DEAL, DEALS, NULL,
     "deal dealname dealtitle opportunity opportunityname opportunitytitle "
     "potentialname"},
    {COL_DEAL_ID, DEALS, NULL,
     "dealid opportunityid opportunitynumber potentialid donotmodifyopportunity "
     "dealnumber"},
    {COL_DEAL_REF, DEALS, NULL, "recordid id caseid"},
    {COL_NAME, DEALS, NULL, "name topic title"},
    {COL_ORG, DEALS, NULL,
     "org account company customer accountname companyname customername client "
     "clientname organisation organization organisationname organizationname "
     "associatedcompany associatedcompanyprimary associatedcompanynames "
     "primaryassociatedcompany primarycompany dealorganization dealorganisation "
     "dealcompany potentialcustomer companyaccount opportunityaccountname "
     "buyingorganisation buyingorganization"},
    {COL_AMOUNT, DEALS, NULL,
     "amount value dealamount dealvalue closevalue opportunityamount estrevenue "
     "estimatedrevenue actualrevenue revenue contractvalue totalcontractvalue "
     "tcv acv arr dealsize amountincompanycurrency betrag montant importe"},
    {COL_CURRENCY, DEALS, NULL,
     "currency currencycode currencyisocode dealcurrency amountcurrency "
     "dealcurrencyofvalue currencyofvalue opportunitycurrency"},
    {COL_DEAL_STAGE, DEALS, NULL,
     "dealstage opportunitystage pipelinestage salesstage stagename "
     "dealpipelinestage"},
    {COL_STAGE, DEALS, NULL, "stage phase"},
    {COL_OUTCOME, DEALS, NULL, "outcome status dealstatus opportunitystatus statusreason state"},
    {COL_OPENED, DEALS, NULL,
     "opened createdate createddate created createdon opendate openeddate "
     "openedon engagedate startdate dealcreated dealdealcreated datecreated "
     "creationdate createdat begindate createdtime"},
    {COL_CLOSED, DEALS, NULL,
     "closed closedate closeddate closedon closedat closingdate dealclosedate "
     "wonon closetime actualclosedate wontime dealwontime dealclosed "
     "dealdealclosed expectedclosedate estclosedate dealexpectedclosedate "
     "estimatedclosedate"},
    {COL_BUYERS, DEALS, NULL,
     "buyers buyer contacts contact contactname primarycontact "
     "associatedcontacts associatedcontact associatedcontactnames "
     "associatedcontactemails dealcontactperson contactperson contactemail "
     "decisionmaker decisionmakers economicbuyer champion"},
    {COL_ADVISERS, DEALS, NULL,
     "advisers advisors adviser advisor advisedby consultant consultants "
     "influencers influencer analyst analysts"},
    {COL_FIRST, DEALS, NULL, "firstname contactfirstname"},
    {COL_LAST, DEALS, NULL, "lastname contactlastname"},
    {COL_EMAIL, DEALS, NULL, "email contactemailaddress emailaddress"},
    {COL_OWNER, DEALS, NULL,
     "owner owners dealowner opportunityowner salesagent salesrep salesperson "
     "salesowner accountexecutive accountowner assignedto rep"},
    /* ours: relationships */
    {COL_TEAMMATE, RELATIONS | ACTIVITIES, NULL,
     "teammate ours colleague teammember ourcontact relationshipowner"},
    {COL_PERSON, RELATIONS | ACTIVITIES, NULL,
     "person influencer name contact contactname fullname"},
    {COL_STRENGTH, RELATIONS, NULL,
     "strength relationship relationshipstrength claimed closeness howwell"},
    {COL_SINCE, RELATIONS, NULL, "since knownsince firstmet"},
    {COL_CONFIRMED, RELATIONS, NULL, "confirmed confirmedstrength"},
    {COL_WANTED, RELATIONS, NULL, "wanted target wishlist"},
    {COL_VIEW, RELATIONS, NULL, "view viewofus sentiment attitude opinion"},
    {COL_CAUSE, RELATIONS, NULL, "cause reason"},
    {COL_CONFIRMED_AT, RELATIONS, NULL, "confirmedat confirmedon confirmationdate"},
    {COL_WAVE, RELATIONS, NULL, "wave"},
    {COL_SAID_AT, RELATIONS, NULL, "saidat claimedat"},
    /* ours: the log */
    {COL_AT, ACTIVITIES, NULL, "at date when time datetime timestamp activitydate"},
    {COL_KIND, ACTIVITIES, NULL, "kind type activity activitytype interaction"},
    {COL_BY, ACTIVITIES, NULL, "by saidby direction"},
    {COL_AGAINST, ACTIVITIES, NULL, "against"},
    {COL_NOTE, ACTIVITIES, NULL, "note notes subject comment comments about text"},
    {COL_URL, ACTIVITIES, NULL, "url link"},
    {COL_STATE, ACTIVITIES, NULL, "state"},
    {COL_OURS, ACTIVITIES, NULL, "loggedat changedat"},
    /* ours: outcomes of a programme */
    {COL_OUTCOME_KIND, OUTCOMES, NULL, "outcome outcomekind outcometype kindofoutcome"},
    {COL_AT, OUTCOMES, NULL, "at date month when day"},
    {COL_PERSON, OUTCOMES, NULL,
     "person influencer name contact contactname fullname member analyst"},
    {COL_ORG, OUTCOMES, NULL,
     "org organisation organization company account companyname accountname organisationname "
     "organizationname"},
    {COL_AMOUNT, OUTCOMES, NULL, "amount count value number quantity"},
    {COL_UNIT, OUTCOMES, NULL, "unit units"},
    {COL_OBJECTIVE, OUTCOMES, NULL, "objective serves"},
    /* ours: answers */
    {COL_SURVEY, ANSWERS, NULL, "survey surveyname questionnaire"},
    {COL_WAVE, ANSWERS, NULL, "wave round"},
    {COL_RESPONDENT, ANSWERS, NULL,
     "respondent respondentid responseid participant participantid interviewee"},
    {COL_QUESTION, ANSWERS, NULL, "question questionid questioncode"},
    {COL_ITEM, ANSWERS, NULL, "item option subquestion row"},
    {COL_ANSWER, ANSWERS, NULL, "answer response answertext value"},
    {COL_KIND, ANSWERS, NULL, "kind questiontype type"},
    {COL_WEIGHT, ANSWERS, NULL, "weight"},
    {COL_AT, ANSWERS, NULL, "at date answeredat submitdate timestamp time"},
    {COL_QUESTION_TEXT, ANSWERS, NULL, "questiontext wording text"},
    {COL_ITEM_TEXT, ANSWERS, NULL, "itemtext"},
    /* ours: organisations */
    {COL_NAME, ORGS, NULL, "name"},
    {COL_ORG, ORGS, NULL,
     "organisation organization org company account companyname accountname "
     "organisationname organizationname firma entreprise unternehmen empresa societe "
     "azienda bedrijf"},
    {COL_ALIASES, ORGS, NULL,
     "aliases alias aka alsoknownas alsocalled othernames tradename tradingname dba "
     "formername formernames legalname companylegalname"},
    {COL_DOMAINS, ORGS, NULL,
     "domains domain companydomain companydomains companydomainname emaildomain "
     "emaildomains webdomain primarydomain domainname additionaldomains"},
    {COL_SITE, ORGS, NULL, "website websiteurl companywebsite webpage homepage web url"},
    {COL_PARENT, ORGS, NULL,
     "parent parentcompany parentcompanyname parentaccount parentaccountname "
     "parentorganisation parentorganization parentname subsidiaryof partof "
     "ultimateparent ultimateparentaccount holding"},
    {COL_ORG_REF, ORGS, NULL,
     "recordid accountid companyid organisationid organizationid id donotmodifyaccount"},
    {COL_PARENT_REF, ORGS, NULL,
     "parentid parentaccountid parentcompanyid parentrecordid parentorganizationid"},
    {COL_COUNTRY, ORGS, NULL,
     "country countryregion billingcountry billingcountrycode shippingcountry "
     "companycountry headquarterscountry hqcountry countrycode address1country "
     "address1countryregion landregion land pays pais paese"},
    {COL_ORG_FACT, ORGS, NULL,
     "industry sector annualrevenue revenue employees numberofemployees noofemployees "
     "employeecount companysize yearfounded yearestablished foundedyear companyowner "
     "accountowner accounttype companytype organizationowner organizationlabel "
     "organizationaddress tickersymbol accountsite accountnumber naicscode siccode "
     "isparentcompany numberofchildcompanies numberofassociatedcontacts"},
    {COL_KEPT, ORGS, NULL,
     "phone phonenumber mainphone city state stateregion billingcity billingstate "
     "billingstateprovince billingstreet billingzippostalcode shippingcity shippingstate "
     "createdate createddate createdon lastactivitydate lastactivity lastmodifieddate "
     "lifecyclestage leadstatus description type rating status linkedincompanypage "
     "facebookcompanypage twitterhandle postalcode zip"},
};

enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

static int kinds_of(enum table_kind kind)
{
    static const int bits[] = {
        [TABLE_PEOPLE] = PEOPLE,         [TABLE_EVIDENCE] = EVIDENCE, [TABLE_DEALS] = DEALS,
        [TABLE_RELATIONS] = RELATIONS,   [TABLE_ANSWERS] = ANSWERS,   [TABLE_ORGS] = ORGS,
        [TABLE_ACTIVITIES] = ACTIVITIES, [TABLE_OUTCOMES] = OUTCOMES};
    return kind == TABLE_NONE
               ? PEOPLE | EVIDENCE | DEALS | RELATIONS | ANSWERS | ORGS | ACTIVITIES | OUTCOMES
               : bits[kind];
}

/* Letters and digits only, in lower case and without marks: "Prénom" is "prenom". */
static struct str fold(struct str s, char to[FOLD_BYTES])
{
    struct arena a = {0};
    size_t n = 0;
    if (!text_is_ascii(s)) s = name_key(&a, utf8_mend(&a, s));
    for (size_t i = 0; i < s.len && n < FOLD_BYTES; i++) {
        char c = ascii_lower(s.p[i]);
        bool kept = ascii_is_letter(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80;
        if (kept) to[n++] = c;
    }
    arena_free(&a);
    return (struct str){to, n};
}

bool headers_equal(struct str x, struct str y)
{
    char a[FOLD_BYTES];
    char b[FOLD_BYTES];
    struct str folded = fold(x, a);
    if (str_eq(str_trim(x), str_trim(y))) return true;
    return folded.len && str_eq(folded, fold(y, b));
}

static bool is_among(struct str folded, const char *names)
{
    struct str rest = str_of(names);
    struct str name;
    while (str_cut(&rest, ' ', &name)) {
        if (str_eq(name, folded)) return true;
    }
    return false;
}

static enum column_id folded_name(struct str folded, int kinds, const char **ret_channel)
{
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (!(columns[i].kinds & kinds) || !is_among(folded, columns[i].names)) continue;
        *ret_channel = columns[i].channel;
        return columns[i].id;
    }
    return COL_NONE;
}

enum column_id column_named(struct str header, enum table_kind kind, const char **ret_channel)
{
    char text[FOLD_BYTES];
    enum column_id id = folded_name(fold(header, text), kinds_of(kind), ret_channel);
    size_t open = str_find(header, '(');
    if (id != COL_NONE || open == header.len || !open) return id;
    /* "Amount (EUR)", "Company (Primary)" */
    return folded_name(fold(str_head(header, open), text), kinds_of(kind), ret_channel);
}

const char *column_nearest(struct str header, enum table_kind kind, enum column_id *ret_id,
                           struct arena *a)
{
    char text[FOLD_BYTES];
    struct str folded = fold(header, text);
    const char *best = NULL;
    size_t best_d = SIZE_MAX;
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        struct str rest = str_of(columns[i].names);
        struct str name;
        bool quiet =
            columns[i].id == COL_OURS || columns[i].id == COL_KEPT || columns[i].id == COL_ORG_FACT;
        if (!(columns[i].kinds & kinds_of(kind)) || quiet) continue;
        while (str_cut(&rest, ' ', &name)) {
            size_t d = near_distance(folded, name, folded.len / 3);
            if (d >= best_d) continue;
            best_d = d;
            best = columns[i].names;
            if (columns[i].id == COL_HANDLE) best = str_c(a, name);
            *ret_id = columns[i].id;
        }
    }
    return best ? str_c(a, str_head(str_of(best), str_find(str_of(best), ' '))) : NULL;
}

struct str column_ours(enum column_id id, enum table_kind kind)
{
    if (id == COL_NONE || id == COL_OURS || id == COL_KEPT || id == COL_ORG_FACT) return STR("");
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        struct str names = str_of(columns[i].names);
        if (columns[i].id == id && (columns[i].kinds & kinds_of(kind))) {
            return str_head(names, str_find(names, ' '));
        }
    }
    return STR("");
}
