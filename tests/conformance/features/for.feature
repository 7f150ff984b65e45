Feature: Loops
  One turn after the other, each on the output of the one before.

  Scenario: Each turn gets the output of the one before
    Given a workflow with tasks:
    """
    - loop: {for: {each: n, at: i, in: .numbers}, do: [{a: {set: '${ . + {($n): $i} }'}}, {b: {set: '${ . + {last: $n} }'}}]}
    """
    And given the workflow input is:
    """
    {numbers: [x, y]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {numbers: [x, y], x: 0, y: 1, last: y}
    """
    And the tasks should have run as:
    """
    loop completed
    a completed
    b completed
    a completed
    b completed
    """

  Scenario Outline: What may be iterated
    Given a workflow with tasks:
    """
    - loop: {for: {in: <in>}, do: [{turn: {set: '${ . + {seen: ((.seen // []) + [[$index, $item]])} }'}}]}
    """
    And given the workflow input is:
    """
    {list: [a, b]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    <output>
    """

    Examples:
      | in                            | output                                              |
      | .list                         | {list: [a, b], seen: [[0, a], [1, b]]}              |
      | '${ .list \| reverse }'       | {list: [a, b], seen: [[0, b], [1, a]]}              |
      | '[range(3)]'                  | {list: [a, b], seen: [[0, 0], [1, 1], [2, 2]]}      |
      | [{n: 1}, {n: '.list'}]        | {list: [a, b], seen: [[0, {n: 1}], [1, {n: .list}]]} |
      | '[]'                          | {list: [a, b]}                                      |
      | .missing                      | {list: [a, b]}                                      |
      | '[null, false]'               | {list: [a, b], seen: [[0, null], [1, false]]}       |

  Scenario Outline: What may not be iterated
    Given a workflow with tasks:
    """
    - loop: {for: {in: '<in>'}, do: [{turn: {set: '${ {} }'}}]}
    """
    When the workflow is executed
    Then the workflow should fault with a expression error of status 400 at '/do/0/loop'
    And turn should not run

    Examples:
      | in       |
      | 5        |
      | {}       |
      | "text"   |
      | error    |

  Scenario: The items are fixed when the loop begins
    Given a workflow with tasks:
    """
    - loop: {for: {in: .list}, do: [{turn: {set: '${ {list: (.list + [$item])} }'}}]}
    """
    And given the workflow input is:
    """
    {list: [1, 2]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {list: [1, 2, 1, 2]}
    """

  Scenario: While is asked before every turn, on the data of the turn before
    Given a workflow with tasks:
    """
    - loop: {for: {in: '[1, 2, 3, 4]'}, while: . < 3, do: [{turn: {set: '${ . + $item }'}}]}
    """
    And given the workflow input is:
    """
    0
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    3
    """
    And turn should run 2 times

  Scenario: While may use item and index, and may forbid the first turn
    Given a workflow with tasks:
    """
    - none: {for: {in: '[1]'}, while: 'false', do: [{never: {set: '${ "never" }'}}]}
    - some: {for: {each: x, at: i, in: '[5, 6, 7]'}, while: $x < 7 and $i < 2, do: [{turn: {set: '${ . + [$x] }'}}]}
    """
    And given the workflow input is:
    """
    []
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [5, 6]
    """
    And never should not run

  Scenario: While ends the loop, it does not skip a turn
    Given a workflow with tasks:
    """
    - loop: {for: {in: '[1, 9, 2]'}, while: $item < 5, do: [{turn: {set: '${ . + [$item] }'}}]}
    """
    And given the workflow input is:
    """
    []
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [1]
    """

  Scenario: Loops in loops
    Given a workflow with tasks:
    """
    - outer:
        for: {each: x, in: '[1, 2]'}
        do:
          - inner: {for: {each: y, in: '[$x * 10, $x * 10 + 1]'}, do: [{turn: {set: '${ . + [$y] }'}}]}
          - mark: {set: '${ . + ["end of \($x)"] }'}
    """
    And given the workflow input is:
    """
    []
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [10, 11, end of 1, 20, 21, end of 2]
    """
    And the reference of turn should be '/do/0/outer/do/0/inner/do/0/turn'

  Scenario: A fault in a turn faults the loop
    Given a workflow with tasks:
    """
    - loop: {for: {in: '[1, 2, 3]'}, do: [{turn: {set: '${ if $item == 2 then error("no") else . end }'}}]}
    """
    When the workflow is executed
    Then the workflow should fault with a expression error of status 400 at '/do/0/loop/do/0/turn'
    And the tasks should have run as:
    """
    loop faulted
    turn completed
    turn faulted
    """

  Scenario: The loop's own stages enclose its turns
    Given a workflow with tasks:
    """
    - loop:
        input: {from: .a}
        for: {in: .list}
        do: [{turn: {set: '${ . + {sum: ((.sum // 0) + $item)} }'}}]
        output: {as: .sum}
        export: {as: '{kept: .}'}
    - last: {set: '${ [., $context.kept] }'}
    """
    And given the workflow input is:
    """
    {a: {list: [1, 2]}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [3, 3]
    """

  Scenario: While is not asked within a turn
    Given a workflow with tasks:
    """
    - loop:
        for: {in: '[1, 2]'}
        while: $context.stop | not
        do:
          - a: {set: '${ . + ["a"] }', export: {as: {stop: true}}}
          - pause: {wait: {milliseconds: 1}}
          - b: {set: '${ . + ["b"] }'}
    """
    And given the workflow input is:
    """
    []
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [a, b]
    """

  Scenario: Items that came from the context stay, whatever a turn exports
    Given a workflow with tasks:
    """
    - first: {set: '${ [] }', export: {as: {list: [1, 2, 3]}}}
    - loop:
        for: {in: $context.list}
        do: [{turn: {set: '${ . + [$item] }', export: {as: {list: []}}}}, {pause: {wait: {milliseconds: 1}}}]
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [1, 2, 3]
    """
