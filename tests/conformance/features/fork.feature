Feature: Fork
  Branches side by side: outputs in their order, or the winner's alone.

  Scenario: Outputs in the order of the branches, whichever ends first
    Given a workflow with tasks:
    """
    - both:
        fork:
          branches:
            - slow: {listen: {to: {one: {with: {type: go}}}}, output: {as: '"slow"'}}
            - quick: {set: '${ "quick" }'}
            - nested: {do: [{a: {set: '${ .n }'}}, {b: {set: '${ [., .] }'}}]}
    - last: {set: '${ {got: .} }'}
    """
    And given the workflow input is:
    """
    {n: 1}
    """
    When the workflow is executed
    And slow waits
    And these events are sent:
    """
    [{type: go}]
    """
    Then the workflow should complete with output:
    """
    {got: [slow, quick, [1, 1]]}
    """
    And the reference of quick should be '/do/0/both/fork/branches/1/quick'

  Scenario: Branches run side by side, each on the fork's input
    Given a workflow with tasks:
    """
    - both:
        input: {from: .list}
        fork:
          branches:
            - left: {set: '${ . + ["left"] }'}
            - right: {set: '${ . + ["right"] }'}
    """
    And given the workflow input is:
    """
    {list: [raw]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [[raw, left], [raw, right]]
    """

  Scenario: All branches wait at once
    Given a workflow with tasks:
    """
    - both: {fork: {branches: [{a: {do: [{waiting: {wait: {days: 1}}}]}}, {b: {do: [{waiting: {wait: {days: 2}}}]}}]}}
    """
    When the workflow is executed
    And waiting waits 2 times at once
    And the workflow is cancelled
    Then the workflow should cancel

  Scenario: A fault in one branch faults the fork and cancels the others
    Given a workflow with tasks:
    """
    - both:
        fork:
          branches:
            - long: {do: [{waiting: {wait: {days: 1}}}, {never: {set: '${ {} }'}}]}
            - bad: {raise: {error: {type: 'https://x.example/bad', status: 500}}}
            - listening: {listen: {to: {one: {with: {type: t}}}}}
    - after: {set: '${ {} }'}
    """
    When the workflow is executed
    Then the workflow should fault with error:
    """
    {status: 500, instance: /do/0/both/fork/branches/1/bad}
    """
    And both should fault
    And long should cancel
    And waiting should cancel
    And listening should cancel
    And never should not run
    And after should not run

  Scenario: A fault in a branch that is caught there leaves the others alone
    Given a workflow with tasks:
    """
    - both:
        fork:
          branches:
            - left: {try: [{bad: {set: '${ error("no") }'}}], catch: {do: [{handled: {set: '${ "handled" }'}}]}}
            - right: {listen: {to: {one: {with: {type: t}}}}}
    """
    When the workflow is executed
    And right waits
    And these events are sent:
    """
    [{type: t, data: 1}]
    """
    Then the workflow should complete with output:
    """
    [handled, [1]]
    """

  Scenario: The first branch to end wins, the others are cancelled
    Given a workflow with tasks:
    """
    - race:
        fork:
          compete: true
          branches:
            - long: {do: [{waiting: {wait: {days: 1}}}]}
            - first: {listen: {to: {one: {with: {type: first}}}}}
            - second: {listen: {to: {one: {with: {type: second}}}}}
    - last: {set: '${ {won: .} }'}
    """
    When the workflow is executed
    And second waits
    And these events are sent:
    """
    [{type: second, data: 2}]
    """
    Then the workflow should complete with output:
    """
    {won: [2]}
    """
    And the tasks should have run as:
    """
    race completed
    long cancelled
    waiting cancelled
    first cancelled
    second completed
    last completed
    """

  Scenario: A competing branch that faults first faults the fork
    Given a workflow with tasks:
    """
    - race:
        fork: {compete: true, branches: [{long: {wait: {days: 1}}}, {bad: {raise: {error: {type: 'https://x.example/bad', status: 500}}}}]}
    """
    When the workflow is executed
    Then the workflow should fault with error:
    """
    {status: 500, instance: /do/0/race/fork/branches/1/bad}
    """
    And long should cancel

  Scenario Outline: A competing branch alone is a list only without competition
    Given a workflow with tasks:
    """
    - race: {fork: {<compete>branches: [{only: {set: '${ 1 }'}}]}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    <output>
    """

    Examples:
      | compete         | output |
      | compete: true,  | 1      |
      | compete: false, | [1]    |
      |                 | [1]    |

  Scenario: End in a branch ends the workflow with its output
    Given a workflow with tasks:
    """
    - both:
        fork:
          branches:
            - long: {wait: {days: 1}}
            - ending: {do: [{inner: {set: '${ "ended" }', then: end}}]}
    - after: {set: '${ {} }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    ended
    """
    And long should cancel
    And after should not run

  Scenario: Exit in a branch ends that branch alone
    Given a workflow with tasks:
    """
    - both:
        fork:
          branches:
            - left: {do: [{a: {set: '${ "a" }', then: exit}}, {b: {set: '${ "b" }'}}]}
            - right: {set: '${ "right" }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [a, right]
    """

  Scenario: Branches have their own conditions, outputs and exports
    Given a workflow with tasks:
    """
    - both:
        fork:
          branches:
            - skipped: {if: 'false', set: '${ "never" }'}
            - shaped: {set: {n: 1}, output: {as: .n}, export: {as: '{kept: .}'}}
    - last: {set: '${ {data: ., context: $context} }'}
    """
    And given the workflow input is:
    """
    {raw: true}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {data: [{raw: true}, 1], context: {kept: 1}}
    """

  Scenario: End on a branch itself ends the workflow too
    Given a workflow with tasks:
    """
    - both: {fork: {branches: [{long: {wait: {days: 1}}}, {ending: {set: '${ "ended" }', then: end}}]}}
    - after: {set: '${ {} }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    ended
    """
    And after should not run

  Scenario: A branch that has ended does not run again
    Given a workflow with tasks:
    """
    - both:
        fork:
          branches:
            - quick: {set: '${ "quick" }', export: {as: {n: '${ ($context.n // 0) + 1 }'}}}
            - many: {for: {in: '[range(6)]'}, do: [{turn: {wait: {milliseconds: 1}}}]}
    - last: {set: '${ [.[0], $context.n] }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [quick, 1]
    """
    And quick should run 1 times

  Scenario Outline: Of two branches that end at once the first one counts
    Given a workflow with tasks:
    """
    - race: {fork: {compete: <compete>, branches: [{a: {<first>}}, {b: {<second>}}]}}
    """
    When the workflow is executed
    Then <outcome>
    """
    <told>
    """

    Examples:
      | compete | first                                                        | second                                                       | outcome                               | told                                              |
      | true    | set: '${ "a" }'                                              | set: '${ "b" }'                                              | the workflow should complete with output: | a                                             |
      | false   | raise: {error: {type: 'https://x.example/a', status: 501}}   | raise: {error: {type: 'https://x.example/b', status: 502}}   | the workflow should fault with error: | {status: 501, instance: /do/0/race/fork/branches/0/a} |
