# What a draft lacks (docs/api/openapi.json, Finding), and what is wrong with a file (ImportFault)
readiness-missing = Missing: { $what ->
    [kind] real or rehearsal
    [languages] languages
    [currency] the currency
    [minor-digits] the currency
    [revoting] whether ballots can be changed
    [totals-only-paper] whether paper may be totals only
    [pruning-years] years until encrypted ballots may be deleted
    [roll-size] people on the roll
    [roll-cap] most codes that there may be
    [zone] the time zone
    [open] when voting opens
    [close] when voting closes
    [additions-end] until when codes may be added
    [grace] the grace
    [objection] the objection time
    [complaint] the complaint time
    [contests] a list
    [districts] a district
    [district-contests] lists of a district
    [projects] projects of a list
    [conflicts] exclusions of a list
    [cost] the cost of a project
    [envelope] the money of a list
    [form] how a list is marked
    [rule] how a list is counted
    [pool-min] fewest voters for a count
    [below-pool-min] what happens with too few voters
    [facilitators] a facilitator
    [registrars] a registrar
    [clerks] a clerk
    [act-signers] how many clerks sign acts
    [clerks-required] how many clerks certify
    [threshold] how many trustees open ballots
    [trustee-name] the name of a trustee
    [draw] how ties are drawn
    [beacon] the beacon
    [beacon-round] the round of the beacon
    [witness-policy] who watches the record
   *[other] { $what }
  }.
readiness-title-missing = No title in { $language }: { $kind ->
    [round] the round
    [contest] the list
    [district] the district
    [category] the category
   *[other] the project
  } { $name }
readiness-translation-missing = Not translated into { $language }: { $kind ->
    [round] the round
    [contest] the list
    [district] the district
    [category] the category
   *[other] the project
  } { $name }
readiness-text-invalid = A text in { $language } cannot be taken: { $kind ->
    [round] the round
    [contest] the list
    [district] the district
    [category] the category
   *[other] the project
  } { $name } ({ $detail })
readiness-picture-unknown = The server does not have the picture: { $kind ->
    [round] the round
    [contest] the list
    [district] the district
    [category] the category
   *[other] the project
  } { $name }
readiness-picture-text-missing = The picture is not described in { $language }: { $kind ->
    [round] the round
    [contest] the list
    [district] the district
    [category] the category
   *[other] the project
  } { $name }
readiness-language-not-of-round = A text in { $language }, which is no language of the round: { $kind ->
    [round] the round
    [contest] the list
    [district] the district
    [category] the category
   *[other] the project
  } { $name }
readiness-language-invalid = “{ $language }” is no language.
readiness-id-invalid = “{ $id }” cannot be an id: { $kind ->
    [round] the round
    [contest] the list
    [district] the district
    [category] the category
   *[other] the project
  }
readiness-id-double = The id “{ $id }” stands there twice: { $kind ->
    [round] the round
    [contest] the list
    [district] the district
    [category] the category
   *[other] the project
  }
readiness-rehearsal = This is a rehearsal: it can never be certified.
readiness-codes-over-cap = There are { $listed } codes, but at most { $cap } are allowed.
readiness-cap-below-roll = At most { $cap } codes for { $size } people on the roll: not everybody could vote.
readiness-zone-unknown = There is no time zone { $zone }.
readiness-close-before-open = Voting would close ({ $close }) before it opens ({ $open }).
readiness-close-past = The close is in the past: { $close }.
readiness-open-past = The opening is in the past: voting begins as soon as the opening is signed.
readiness-additions-after-close = Codes could be added ({ $additions }) after the close ({ $close }).
readiness-grace-too-long = The grace is at most { $max } minutes.
readiness-objection-none = There is no objection time: nobody could complain before the decryption.
readiness-complaint-none = There is no complaint time after the result.
readiness-definition = This cannot be frozen: { $detail }
readiness-envelope-below-all = { $contest }: even the cheapest project ({ $cheapest }) costs more than the money of the list ({ $envelope }): nothing can win.
readiness-projects-above-envelope = { $contest }: { $count } cost more than the money of the list and cannot win, e.g. { $project }.
readiness-envelope-enough-for-all = { $contest }: all projects together cost { $sum }, and { $envelope } is there: there is nothing to decide.
readiness-conflicts-with-rule = { $contest }: its counting rule knows no exclusions.
readiness-conflict-too-small = { $contest }: a set of exclusions has fewer than two projects.
readiness-conflict-double = { $contest }: { $project } stands twice in one set of exclusions.
readiness-conflict-unknown = { $contest }: a set of exclusions names { $project }, which is not in the list.
readiness-form-invalid = { $contest }: the limits of the ballot do not fit together ({ $detail }).
readiness-form-more-than-projects = { $contest }: at most { $max } can be marked, but there are only { $projects }.
readiness-rule-invalid = { $contest }: the counting rule cannot be read ({ $detail }).
readiness-rule-form = { $contest }: ballots of this kind cannot be counted by this rule.
readiness-patterns = { $contest }: a ballot can be marked in { $bound ->
    [at-most] at most { $patterns }
    [at-least] at least { $patterns }
   *[exact] { $patterns }
  } ways, and there are { $listed } codes. Ballots are published one by one after mixing: somebody who buys or forces votes can ask for a rare pattern and look for it. Coarser forms and smaller limits help.
readiness-pool-small = { $contest }: only { $listed } codes, and at least { $minimum } must vote: it may well come to too few.
readiness-contest-without-district = { $contest } is on nobody’s ballot.
readiness-district-contest-double = A district has the list { $contest } twice.
readiness-district-contest-unknown = A district has a list that there is not: { $contest }.
readiness-codes-none = There are no codes yet: a clerk makes them before the opening.
readiness-district-without-codes = There are no codes for the district { $district }.
readiness-codes-without-district = The batch { $batch } is for the district { $district }, which there is not.
readiness-lot-none = { $contest }: the numbers are not drawn by lot. Who stands first has an advantage.
readiness-lot-invalid = { $contest }: the lot cannot be read ({ $detail }).
readiness-lot-stale = { $contest }: projects have changed since their numbers were drawn. Draw again.
readiness-person-unknown = Nobody has the login “{ $login }”.
readiness-person-double = { $name } is named twice for one role.
readiness-person-without-key = { $name } ({ $login }) has no signing key yet.
readiness-person-without-role = { $name } ({ $login }) does not have the role in this assembly, and so cannot act.
readiness-clerk-names = The names of two clerks cannot be told apart in the files: { $name }, { $other }.
readiness-too-few-clerks = { $needed } clerks must sign, but { $clerks } are named.
readiness-one-signer = One clerk alone can act where two are usual. Voters are told so.
readiness-trustee-without-key = Trustee { $number } ({ $name }) has no public key yet.
readiness-trustee-key-double = { $name } and { $other } have the same key.
readiness-too-few-trustees = { $trustees } trustees are named: at least two, or the server alone.
readiness-threshold-range = At least two trustees open ballots, and at most all of them.
readiness-threshold-all = All trustees are needed: if one is lost, there is no result.
readiness-draw-needed = Ties are drawn, but no source is named.
readiness-draw-by-trustees = With trustees, they draw the ties.
readiness-draw-in-public = The server alone cannot draw: by public dice, or by a beacon.
readiness-server-key = The server has not said its key yet. Try again in a moment.
readiness-server-alone = The server alone keeps the key: whoever runs it could read ballots. Voters are told so.
readiness-witnesses-none = Nobody outside watches the record. Voters are told so.
readiness-witnesses-not-asked = The record of this city has no witnesses: the round would wait for them for ever.
readiness-witness-policy-invalid = The witness policy cannot be read: { $detail }
import-column-unknown = There is no column “{ $name }”.
import-column-double = The column “{ $name }” stands there twice.
import-column-missing = The column “{ $name }” is missing.
import-too-many-cells = More cells than the { $columns } columns.
import-id-missing = The project has no id.
import-id-invalid = “{ $value }” cannot be an id.
import-id-double = The id “{ $value }” stands in line { $first } already.
import-cost-missing = { $id } has no cost.
import-cost-invalid = “{ $value }” is no amount: digits, with a point before decimals.
import-cost-decimals = “{ $value }” has more than { $digits } decimals.
import-cost-range = “{ $value }” is too large.
import-category-invalid = “{ $value }” cannot be a category.
import-title-missing = No title in { $language }.
import-picture-unknown = The server does not have the picture { $value }.
import-text-invalid = A text in { $language } cannot be taken ({ $detail }).
import-too-many-projects = More than { $max } projects.
import-pabulib = The Pabulib file cannot be read: { $detail }
