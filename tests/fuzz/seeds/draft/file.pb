META
key;value
budget;1000
num_projects;2
num_votes;0
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;name;category
001;250.5;"Trees; and shade";green
VOTES
voter_id;vote
