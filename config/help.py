"""What each page is for and which terms it has to explain, by its URL name; and which guide belongs to which role.

Only the roof knows every page. The terms are those of the one glossary (reports/glossary.py): a page names them.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from plumbing.helping import HelpBook, PageHelp
from reports.glossary import figures_by_head, glossary
from reports.indicators.heads import Head
from teams.access import Role

STATES = tuple(f"state:{state}" for state in ("open", "draft", "submitted", "returned", "accepted", "locked", "late"))
CLASSES = ("class:poor", "class:near_poor", "class:neither")
ALL_HEADS = tuple(Head)
WALL_KEYS = ((_("Arrow keys"), _("go from tile to tile")), (_("Enter"), _("opens the month of the team")))

# (URL names, help): pages that differ only in the record that they are about share one.
HELP: list[tuple[tuple[str, ...], PageHelp]] = [
    (
        ("home",),
        PageHelp(
            _("Shows what you have to do now and where your teams stand. "
              "Every number and name leads to what is behind it."),
            ("month", "due", *STATES, "asleep", "freshness", "rows"),
            (Head.PEOPLE, Head.TEAMS),
        ),
    ),
    (
        ("search",),
        PageHelp(
            _("Finds teams, "
              "people, households, areas and pages. Type with or without marks; a few letters are enough."),
            ("scope",),
        ),
    ),
    (
        ("component_gallery",),
        PageHelp(_("Shows every part of which pages are made, for whoever builds them. It changes nothing.")),
    ),
    (
        ("help", "help_role", "help_page"),
        PageHelp(_("Short guides for each role, with pictures. The “?” of a page explains just that page.")),
    ),
    # --- lists that are loaded
    (
        ("plumbing:import_list",),
        PageHelp(
            _("All lists that were loaded, the newest first. Open one to see what it brought or to take it back."),
            ("preview", "rejected", "history"),
        ),
    ),
    (
        ("plumbing:import_create",),
        PageHelp(
            _("Choose what the list holds and the Excel file as it is. "
              "Nothing is written before you have seen the preview."),
            ("preview", "rejected"),
        ),
    ),
    (
        ("plumbing:import_detail", "plumbing:import_convert", "plumbing:import_commit", "plumbing:import_undo"),
        PageHelp(
            _("Shows row by row what the list would change, "
              "and why rows are rejected. You decide whether it is written."),
            ("preview", "rejected", "voided"),
        ),
    ),
    # --- accounts
    (
        ("teams:profile",),
        PageHelp(_("Says who you are here, what your role may do and which rows you see."), ("role", "scope")),
    ),
    (
        ("teams:password_change",),
        PageHelp(_("Choose a new password. Your other devices must then sign in again.")),
    ),
    (
        ("teams:account_list", "teams:account_create", "teams:account_edit", "teams:account_password"),
        PageHelp(
            _("Who may sign in, in which role and for which area, agency or team. A new password is shown only once."),
            ("role", "scope"),
        ),
    ),
    # --- teams
    (
        ("teams:team_list", "teams:team_create", "teams:team_edit"),
        PageHelp(
            _("One team for each village, with its leader and members. Use the filters to narrow the list down."),
            ("team", "village", "cadre"),
        ),
    ),
    (
        ("teams:team_detail",),
        PageHelp(
            _("Everything about one team: who serves in it and since when, its months and its figures."),
            ("team", "cadre", "month", *STATES),
        ),
    ),
    (
        ("teams:team_void", "teams:cadre_void", "teams:membership_void", "households:household_void",
         "households:person_void", "households:assessment_void", "activities:activity_void"),
        PageHelp(
            _("Takes a record that should not be there out of all lists and figures. "
              "A reason is needed, and it is kept."),
            ("voided", "history"),
        ),
    ),
    (
        ("teams:leader_change", "teams:membership_create", "teams:membership_edit"),
        PageHelp(
            _("Who serves in the team, as what, from which day to which day. Earlier services stay in the record."),
            ("team", "cadre"),
        ),
    ),
    (
        ("teams:cadre_list", "teams:cadre_create", "teams:cadre_detail", "teams:cadre_edit"),
        PageHelp(
            _("The people who serve in teams, and the agency each comes from. A cadre may serve in several teams."),
            ("cadre", "agency", "team"),
        ),
    ),
    (
        ("teams:agency_list", "teams:agency_create", "teams:agency_edit"),
        PageHelp(_("The agencies that send cadres into the teams. "
                   "Its lead sees just those teams."), ("agency", "cadre")),
    ),
    (
        ("teams:area_list", "teams:area_detail", "teams:area_edit", "teams:village_create"),
        PageHelp(
            _("Provinces, regions, communes and villages, before and after the mergers. Figures of past months keep "
              "the areas of their own time."),
            ("area", "village"),
        ),
    ),
    (
        ("teams:history_list",),
        PageHelp(
            _("Every change, and every look at a household's data, with who and when. Nothing here can be altered."),
            ("history", "voided"),
        ),
    ),
    # --- households
    (
        ("households:household_list",),
        PageHelp(
            _("The households of your villages and the class in which each stands. Every download is recorded."),
            (*CLASSES, "assessment", "scope"),
        ),
    ),
    (
        ("households:household_detail",),
        PageHelp(
            _("One household: its people, its assessments over the years and what was changed. Each look is recorded."),
            (*CLASSES, "assessment", "history"),
        ),
    ),
    (
        ("households:household_create", "households:household_edit", "households:household_leave",
         "households:person_create", "households:person_edit"),
        PageHelp(
            _("Enter only what the forms of the poverty review ask. A household that moves away keeps its history."),
            ("village", "voided"),
        ),
    ),
    (
        ("households:assessment_create",),
        PageHelp(
            _("Write down what a review found for this household. "
              "The newest assessment decides its class from that day."),
            (*CLASSES, "assessment", "review", "standard"),
        ),
    ),
    (
        ("households:review_list", "households:review_create", "households:review_edit"),
        PageHelp(
            _("The rounds in which households are assessed. Each follows the standard that holds in its year."),
            ("review", "standard", "assessment"),
        ),
    ),
    (
        ("households:standard_list", "households:standard_create", "households:standard_edit"),
        PageHelp(
            _("The poverty standards with the days on which they hold. Rates of different standards do not compare."),
            ("standard", *CLASSES),
        ),
    ),
    # --- months
    (
        ("activities:month_board", "activities:month_accept_all", "activities:month_lock_all",
         "activities:month_return_all"),
        PageHelp(
            _("One tile for each team, "
              "by commune, coloured by the state of its month. Press a tile to open that month."),
            ("month", "due", *STATES),
            keys=WALL_KEYS,
        ),
    ),
    (
        ("activities:month_own", "activities:month_detail"),
        PageHelp(
            _("The month of one team: what it needs, "
              "what is there, what happened to it. Here it is submitted or decided."),
            ("month", "due", "snapshot", "task", *STATES),
        ),
    ),
    (
        ("activities:month_log", "reports:log_now"),
        PageHelp(
            _("Log the meeting: who was there, what was done, what comes next. What you type is kept on this device "
              "until the server has it."),
            ("month", "task", "snapshot", "due"),
        ),
    ),
    (
        ("activities:month_submit", "activities:month_accept", "activities:month_return", "activities:month_lock",
         "activities:month_reopen"),
        PageHelp(
            _("Moves the month on to its next state. Who did it and why stays in the record of the month."),
            STATES,
        ),
    ),
    (
        ("activities:meeting_list", "activities:meeting_detail"),
        PageHelp(
            _("The meetings of the teams: who was present, what was done and what was not, with the reason."),
            ("month", "task", "figure:attendance_rate"),
        ),
    ),
    (
        ("activities:task_list", "activities:task_create", "activities:task_edit"),
        PageHelp(
            _("What members were asked to do and by which day. Late tasks stand first until they are settled."),
            ("task", "figure:tasks_due", "figure:tasks_done_rate"),
        ),
    ),
    (
        ("activities:activity_list", "activities:activity_create", "activities:activity_detail",
         "activities:activity_edit"),
        PageHelp(
            _("What the teams did in their villages, and what it brought. Amounts go into the figures of the month."),
            ("activity", "measure", "contribution", "figure:outreach_people"),
        ),
    ),
    (
        ("activities:contribution_list", "activities:contribution_create", "activities:contribution_detail",
         "activities:contribution_correct", "activities:contribution_hand_over"),
        PageHelp(
            _("What people and donors gave, from the promise to the handing over. A wrong entry is corrected by a "
              "counter-entry."),
            ("contribution", "pledged", "handed_over", "counter_entry", "figure:resources_value"),
        ),
    ),
    (
        ("activities:measure_list", "activities:measure_create", "activities:measure_edit"),
        PageHelp(
            _("What activities are counted in. A new measure appears in the forms and in the figures at once."),
            ("measure", "activity"),
        ),
    ),
    # --- figures
    (
        ("reports:doubt_list", "reports:doubt_rows"),
        PageHelp(
            _("Data that looks wrong: entries that contradict each other or stand far from the usual. Look at each and "
              "correct it, or leave it as it is."),
            ("rows", "history", "voided"),
        ),
    ),
    (
        ("reports:dashboard",),
        PageHelp(
            _("The figures of one area in one month, "
              "against the month before. Go down to its parts or press a number."),
            ("rows", "freshness", "area", "due"),
            ALL_HEADS,
        ),
    ),
    (
        ("reports:figure_rows",),
        PageHelp(
            _("Exactly the rows that make one figure of one area and period. Added up, they give that figure."),
            ("rows", "freshness"),
            ALL_HEADS,
        ),
    ),
    (
        ("reports:wall",),
        PageHelp(
            _("One tile for each team, "
              "coloured by the figure you choose. It fits a projector; press a tile to open it."),
            ("rows", "freshness", "area"),
            ALL_HEADS,
            WALL_KEYS[:1],
        ),
    ),
    (
        ("reports:report_page",),
        PageHelp(
            _("The periodic report of an area: month, quarter, half-year or year. Download it as Excel or print it."),
            ("rows", "freshness", "area"),
            ALL_HEADS,
        ),
    ),
]  # fmt: skip

PAGES = {name: page for names, page in HELP for name in names}

GUIDES: dict[str, str] = {
    Role.TEAM_LEADER: "to-truong",
    Role.MEMBER: "thanh-vien",
    Role.COMMUNE_OFFICER: "can-bo-xa",
    Role.OFFICE: "van-phong",
    Role.LEADERSHIP: "lanh-dao",
    Role.AGENCY_LEAD: "co-quan",
    Role.ADMINISTRATOR: "quan-tri",
}

KEYS = (
    (_("Ctrl K or /"), _("finds a team, a person, a household or a page")),
    (_("Tab"), _("goes to the next field, button or link; Shift with Tab goes back")),
    (_("Esc"), _("closes a menu, a window or this help")),
)

BOOK = HelpBook(guides=GUIDES, pages=PAGES, keys=KEYS, glossary=glossary, figures=figures_by_head)
