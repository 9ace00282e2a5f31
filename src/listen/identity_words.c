/* identity_words.c - listen: which words of names and addresses does everybody know? */
#include "listen/identity_int.h"

#include <string.h>

/* ---- given names and their short forms ---- */

/* One family a row: names one human may go by in turn. English, German, Nordic, Romance, Slavic
 * (as name_latin writes them), Indian short forms where they are common. */
static const char *const families[] = {
    "james jim jimmy jamie jaime",
    "robert rob bob bobby robbie roberto bert",
    "william will bill billy willy wilhelm liam",
    "richard rick dick rich ricky richie ricardo",
    "michael mike mick mikey micha mikhail misha michal michel miguel mikael",
    "john jon johnny jack johnathan jonathan johan johannes hans jan ivan vanya juan joao giovanni",
    "jonathan jon john nathan johnathon jonny",
    "thomas tom tommy thom tomas tomasz tomek",
    "charles charlie chuck chas carl karl carlos",
    "david dave davey davide dawid",
    "daniel dan danny dani danil",
    "matthew matt matthias matthieu matteo mateusz matias mathias mats matty",
    "nicholas nick nico nicolas nikolai nikolay niklas klaus claus kolya nicola nikolaus",
    "anthony tony antony anton antonio antoine ant toni",
    "joseph joe joey josef jose giuseppe jozef sepp pepe",
    "edward ed eddie ted ned eduard eduardo edouard",
    "christopher chris kris kit christoph christophe topher krzysztof cristobal",
    "christian chris cristian christer kristian",
    "stephen steve steven stefan stephan stephane esteban stepan istvan",
    "andrew andy drew andreas andrei andrey andre andrzej andrea andriy ondrej anders andres",
    "alexander alex al sasha xander alexandre alejandro aleksandr alexandr olexandr aleksander lex",
    "alexander alessandro oleksandr sander sascha",
    "alexey alex alexei aleksey aleksei alexis oleksii oleksiy lyosha alyosha",
    "benjamin ben benny benji",
    "samuel sam sammy",
    "samantha sam sammie",
    "joshua josh",
    "jeffrey jeff geoff geoffrey jeffery",
    "gregory greg gregor grigory grzegorz gregg grisha",
    "kenneth ken kenny kent",
    "lawrence larry laurence lars lorenzo lorenz laurent",
    "philip phil phillip philipp philippe felipe pip filip",
    "patrick pat paddy patrik patryk patrice patricio",
    "patricia pat patty trish tricia patrizia",
    "timothy tim timmy timofey timo",
    "peter pete petr pyotr pierre pedro pietro piotr petya petter per peder pieter piet",
    "paul pavel pablo paolo pal pasha pawel",
    "francis frank fran francois francesco francisco franz frankie paco",
    "frederick fred freddy freddie frederic friedrich fritz fredrik federico",
    "ronald ron ronnie",
    "donald don donnie",
    "douglas doug",
    "raymond ray",
    "gerald gerry jerry gerard gerhard gerd",
    "jeremy jerry jeremie jeremiah jez",
    "harold harry hal harald",
    "henry harry hank henri hendrik henrik heinrich heinz enrique enrico rik",
    "leonard len leo lenny leonardo leonid lennart leon",
    "leo lev leonid leon",
    "walter walt wally",
    "vincent vince vicent vicente vin vinny vincenzo",
    "victor vic viktor vitya vittorio",
    "vladimir vlad volodymyr vova wladimir",
    "dmitry dmitri dima dmitriy dmytro dimitri dimitry mitya dimitris dimitrios",
    "sergey sergei serge sergio serhiy serhii sergii sergej serg",
    "yevgeny evgeny eugene evgeni zhenya evgenii gene yevgen eugen evgeniy yevgeniy eugenio",
    "yury yuri yuriy iurii jurij juri george",
    "george jorge georg jurgen giorgio yorgos jerzy georgios geo jiri",
    "maxim max maksim maks maximilian massimo",
    "ilya ilia elias eli elie",
    "konstantin kostya costa kostas constantine",
    "zachary zach zack zac",
    "nathaniel nate nathan nat",
    "nathan nate",
    "bradley brad",
    "jacob jake jakob jakub kuba jacques james iacopo jacopo",
    "lucas luke luca lukas lukasz luc",
    "louis lou luis lewis luigi ludwig ludovic lui",
    "arthur art artur arturo artem",
    "albert al bert alberto",
    "alan al allan allen alain",
    "allison ali alison ally",
    "eric erik rick erich erick eirik",
    "guenter gunter gunther guenther gunnar",
    "joachim jochen achim jokim joaquin",
    "wolfgang wolf",
    "sebastian seb bastian sebastien basti",
    "dominic dom dominik dominique nick domenico",
    "rafael raphael rafa raf rafal raffaele",
    "ignacio nacho ignatius",
    "manuel manu emmanuel manolo emanuel emanuele",
    "cameron cam",
    "theodore ted theo teddy teodor fyodor fedor",
    "terence terry terrence",
    "stanley stan stanislav stas stanislaw",
    "oliver ollie olivier oli olly",
    "simon si simone semyon",
    "martin marty marten martijn maarten",
    "mark marc markus marcus marco marcos marek",
    "gabriel gabe gabi",
    "abraham abe avi",
    "adrian ade adriano adrien",
    "tobias tobi toby",
    "roland rolf rolly orlando",
    "ulrich uli ulli",
    "rudolf rudi rudy",
    "siegfried sigi",
    "bjorn bear",
    "elizabeth liz beth betty lizzie eliza elisabeth lisa elisa bess ela els",
    "margaret maggie meg peggy marge margit greta margarita gretchen",
    "catherine kate cathy kathy katie cat katherine kathryn katharina katarina kat ekaterina",
    "katharina katya cath caterina karin kitty catherine katherine kate",
    "jennifer jen jenny jenn",
    "jessica jess jessie",
    "susan sue susie suzanne suzy susanne susanna",
    "deborah deb debbie debra",
    "barbara barb babs",
    "rebecca becky becca bec",
    "victoria vicky tori vikki",
    "christine chris chrissy tina christina kristina kristin cristina christiane",
    "alexandra alex sandra sasha lexi aleksandra alessandra alejandra",
    "anne ann anna annie nan anja anya ana hannah",
    "mary maria marie molly polly mari maryam miriam",
    "helen elena helena lena nell ellen yelena alena olena eleni",
    "natalia natasha natalie nat nataliya natalya",
    "olga olya",
    "julia julie juliet yulia giulia juliana jules iuliia",
    "caroline carol carrie carolina karolina",
    "kimberly kim",
    "pamela pam",
    "sarah sara sally sal zara",
    "theresa terry tess teresa therese",
    "veronica ronnie vera",
    "madeline maddie madeleine",
    "abigail abby gail",
    "josephine jo josie",
    "joanna jo joanne joan johanna giovanna",
    "virginia ginny",
    "dorothy dot dottie dorothea",
    "eleanor ellie nora elinor leonora",
    "isabella isabel izzy bella isabelle",
    "stephanie steph stefanie",
    "valerie val valeria valentina",
    "valery valera valeriy valentin",
    "muhammad mohammed mohamed mohammad muhammed mo mehmet ahmed",
    "krishna kris",
    "venkatesh venkat venkata",
    "ramachandran ram rama",
    "balakrishnan bala balki balakrishna",
    "ioannis yannis john giannis yiannis",
    "panagiotis panos takis",
    "konstantinos kostas costas dinos",
    "vasily vasya vasiliy basil vasilis",
    "boris borya",
    "igor ihor gosha",
    "oleg oleh",
    "roman rom roma romain",
    "ruslan rus",
    "tadeusz tadek",
    "zbigniew zbyszek",
    "wojciech wojtek",
    "radoslaw radek",
    "przemyslaw przemek",
    "bartosz bartek bartlomiej bart bartholomew",
    "slawomir slawek",
    "slava vyacheslav viacheslav stanislav vyatcheslav svyatoslav",
    "kirill cyril kyrylo cyrille",
    "ferdinand fernando ferdi nando",
    "raul raoul ralph ralf",
    "emil emile emilio",
    "calvin cal",
    "clifford cliff",
    "clinton clint",
    "curtis curt kurt conrad konrad",
    "dennis denis denny denys",
    "derek rick derrick",
    "eugenia jenny evgenia",
    "gordon gordy",
    "herbert herb bert",
    "jason jay",
    "kevin kev",
    "marvin marv",
    "melvin mel",
    "melissa mel missy",
    "melanie mel",
    "mitchell mitch",
    "norman norm",
    "oscar oskar",
    "russell russ",
    "solomon sol",
    "sylvester sly silvester sylvestre",
    "tyler ty",
    "wesley wes",
    "winston win",
    NULL};

enum { WORD_MAX = 40 };

/* Does a list of words parted by blanks hold this one? */
static bool list_has(const char *list, struct str word)
{
    char own[WORD_MAX + 1];
    if (!word.len || word.len > WORD_MAX || str_find(word, ' ') < word.len) return false;
    memcpy(own, word.p, word.len);
    own[word.len] = '\0';
    for (const char *p = list; (p = strstr(p, own)) != NULL; p++) {
        bool starts = p == list || p[-1] == ' ';
        if (starts && (p[word.len] == ' ' || p[word.len] == '\0')) return true;
    }
    return false;
}

void nick_families(struct str given, uint8_t ret[2])
{
    ret[0] = ret[1] = 0;
    if (given.len < 2) return;
    for (size_t i = 0, n = 0; families[i] && n < 2; i++) {
        if (list_has(families[i], given)) ret[n++] = (uint8_t)(i + 1);
    }
}

/* ---- how common names are ---- */

/* Rough shares among the names of a trade's people, from the top of public census lists. */
static const char common_given[] =
    " john david michael james robert william daniel thomas peter paul mark richard andrew "
    "christian martin stefan stephen steven chris christopher matthew alexander andreas alex tom "
    "mike jan anna maria sarah jennifer sergey alexey andrey dmitry mohammed ahmed jose wei "
    "rahul amit ";
static const char known_given[] =
    " kevin brian eric jason scott george kenneth joshua ronald timothy edward jeffrey ryan jacob "
    "gary nicholas jonathan larry justin brandon benjamin samuel gregory frank alan raymond "
    "patrick jack dennis jerry tyler aaron adam nathan henry douglas peter zachary kyle ethan "
    "walter jeremy sean carl simon philip lucas luke marc marco marcus felix florian tobias "
    "sebastian julian jonas lukas max moritz johannes matthias bernd wolfgang klaus hans erik lars "
    "anders magnus fredrik johan mikael henrik nils ole jens henning pierre jean francois nicolas "
    "olivier julien antoine laurent sebastien vincent carlos juan luis miguel pedro antonio "
    "francisco manuel pablo diego sergio fernando andres javier daniele luca matteo alessandro "
    "davide roberto giovanni francesco ivan igor oleg vladimir yuri pavel roman maxim nikolai "
    "anton ilya kirill konstantin victor viktor denis artem tomas jakub petr pawel piotr marcin "
    "tomasz michal krzysztof jun li wang yang ming jing hao yi raj ravi sanjay sunil vijay anil "
    "ajay arun ankit rohit vikram priya ali omar hassan ibrahim yusuf mary linda barbara "
    "jane alice anne elizabeth susan jessica karen nancy lisa betty margaret sandra ashley emily "
    "donna michelle "
    "carol amanda laura rebecca sharon cynthia kathleen amy angela helen nicole julia emma olivia "
    "sophie claire marie katharina eva ben sam dan matt nick tim jim joe bob steve dave tony ";
static const char common_surname[] =
    " smith johnson williams brown jones garcia miller davis rodriguez martinez wang li zhang chen "
    "liu yang huang zhao wu zhou kim lee park kumar singh sharma gupta patel nguyen muller schmidt "
    "schneider ivanov silva santos ";
static const char known_surname[] =
    " hernandez lopez gonzalez wilson anderson thomas taylor moore jackson martin perez thompson "
    "white harris sanchez clark ramirez lewis robinson walker young allen king wright scott torres "
    "hill flores green adams nelson baker hall rivera campbell mitchell carter roberts fischer "
    "weber meyer wagner becker schulz hoffmann koch bauer richter klein wolf schroder neumann "
    "schwarz braun zimmermann kruger hansen johansen andersson johansson karlsson nilsson larsson "
    "olsen jensen nielsen petersen dubois durand moreau laurent simon michel rossi russo ferrari "
    "bianchi petrov smirnov kuznetsov popov novak nowak kowalski jansen vries berg tan lim ng lin "
    "xu sun ma zhu hu guo he gao luo choi jung kang tanaka suzuki sato ito yamamoto das khan ali "
    "reddy rao jain mehta agarwal mishra cohen murphy kelly ";

double name_share(struct str token)
{
    if (list_has(common_given, token)) return 1.0 / 80;
    if (list_has(common_surname, token)) return 1.0 / 120;
    if (list_has(known_given, token)) return 1.0 / 300;
    if (list_has(known_surname, token)) return 1.0 / 600;
    uint8_t family[2];
    nick_families(token, family);
    return family[0] ? 1.0 / 800 : 0;
}

/* ---- offices, machines, titles ---- */

static const char roles[] =
    " info noreply no-reply donotreply do-not-reply support help helpdesk sales marketing press "
    "media pr webmaster postmaster hostmaster mailer-daemon mailer daemon admin administrator "
    "contact office team security abuse billing accounts accounting jobs hr careers service "
    "services customerservice feedback enquiries inquiries newsletter news notifications "
    "notification alerts bounce bounces list listserv majordomo unsubscribe developers users "
    "announce buildbot jenkins nobody none noone anonymous unknown null undefined test example "
    "reception mailbox events community staff everyone ";
static const char plain[] =
    " me mail email my hi contact hello info git github code dev web www home work user name "
    "public "
    "private spam opensource oss lists list ml root admin noreply none self i the in post inbox "
    "commit commits office dev accounts devel sub subs ";
static const char robots[] =
    " bot robot jenkins-ci jenkinsci dependabot renovate travis-ci travisci greenkeeper codecov "
    "codacy snyk whitesource "
    "mergify buildbot circleci automation mailer daemon noreply github-actions autobot ci "
    "pyup restyled weblate transifex allcontributors imgbot houndci stickler probot gitlocalize "
    "buildkite teamcity dependabot-preview semantic-release semantic-release-bot ";
static const char bodies[] =
    " inc incorporated llc ltd limited gmbh plc corp corporation foundation consortium association "
    "institute university magazine newsletter podcast blog news team project community initiative "
    "committee council agency ministry developers maintainers ";
static const char titles[] =
    " dr mr mrs ms prof phd jr sr ii iii iv md msc bsc dipl ing von van de der "
    "den del da di la le el al bin ibn ";
static const char providers[] =
    " gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.co.in yahoo.fr yahoo.de hotmail.com "
    "hotmail.co.uk hotmail.fr outlook.com outlook.de live.com live.co.uk msn.com aol.com "
    "icloud.com "
    "me.com mac.com gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de freenet.de posteo.de "
    "posteo.net posteo.eu mailbox.org protonmail.com protonmail.ch proton.me pm.me tutanota.com "
    "tutanota.de tuta.io fastmail.com fastmail.fm zoho.com yandex.ru yandex.com ya.ru mail.ru "
    "bk.ru list.ru inbox.ru rambler.ru ukr.net qq.com 163.com 126.com sina.com foxmail.com "
    "sohu.com yeah.net naver.com daum.net hanmail.net orange.fr free.fr laposte.net wanadoo.fr "
    "sfr.fr libero.it alice.it tiscali.it seznam.cz centrum.cz email.cz wp.pl o2.pl interia.pl "
    "onet.pl abv.bg iki.fi kapsi.fi telia.com comcast.net verizon.net att.net sbcglobal.net "
    "cox.net "
    "earthlink.net btinternet.com ntlworld.com bigpond.com optusnet.com.au shaw.ca rogers.com "
    "sympatico.ca uol.com.br terra.com.br bol.com.br rediffmail.com hey.com duck.com "
    "users.noreply.github.com noreply.github.com users.noreply.gitlab.com users.sourceforge.net "
    "users.sf.net sf.net sourceforge.net debian.org freebsd.org gentoo.org archlinux.org "
    "apache.org "
    "gnu.org fedoraproject.org opensuse.org ubuntu.com kernel.org acm.org ieee.org alumni.org "
    "computer.org example.com example.org example.net rocketmail.com ymail.com mail.com email.com "
    "riseup.net disroot.org cock.li keemail.me github.com gitlab.com ";

bool word_is_role(struct str local)
{
    return list_has(roles, local) || str_starts(local, "noreply") ||
           str_starts(local, "no-reply") || str_starts(local, "no_reply");
}

bool word_is_plain(struct str login)
{
    return list_has(plain, login);
}

bool word_is_robot(struct str token)
{
    return list_has(robots, token);
}

bool word_is_body(struct str token)
{
    return list_has(bodies, token);
}

bool word_is_title(struct str token)
{
    return list_has(titles, token);
}

bool domain_is_provider(struct str domain)
{
    return list_has(providers, domain);
}
