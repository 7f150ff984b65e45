Feature: Conditional tasks
  A task whose `if` does not hold is skipped: nothing of it happens, and the flow continues with its raw input.

  Scenario Outline: A condition has jq's idea of truth
    Given a workflow with tasks:
    """
    - asked: {if: '<condition>', set: '${ "ran" }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    <output>
    """

    Examples:
      | condition     | output |
      | true          | ran    |
      | ${ 1 < 2 }    | ran    |
      | 0             | ran    |
      | ""            | ran    |
      | []            | ran    |
      | false         | {}     |
      | null          | {}     |
      | .missing      | {}     |
      | ${ 2 < 1 }    | {}     |

  Scenario: A skipped task hands on its raw input and changes nothing
    Given a workflow with tasks:
    """
    - first: {set: {n: 1}, export: {as: '"kept"'}}
    - skipped:
        if: .n == 2
        input: {from: .n}
        set: '${ "replaced" }'
        output: {as: '"shaped"'}
        export: {as: '"exported"'}
    - last: {set: '${ {data: ., context: $context} }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {data: {n: 1}, context: kept}
    """
    And the tasks should have run as:
    """
    first completed
    skipped skipped
    last completed
    """

  Scenario: The directive of a skipped task is not followed
    Given a workflow with tasks:
    """
    - skipped: {if: 'false', set: '${ 1 }', then: end}
    - next: {set: '${ "reached" }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    reached
    """

  Scenario: The schemas of a skipped task do not matter
    Given a workflow with tasks:
    """
    - skipped:
        if: 'false'
        input: {schema: {document: {type: string}}}
        set: '${ 1 }'
        output: {schema: {document: {type: string}}}
        export: {as: '1', schema: {document: {type: string}}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {}
    """

  Scenario: A condition sees the raw input, not the transformed one
    Given a workflow with tasks:
    """
    - asked: {if: .person.age == 7, input: {from: .person}, set: '${ .age }'}
    """
    And given the workflow input is:
    """
    {person: {age: 7}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    7
    """

  Scenario: A condition sees context, task and workflow
    Given a workflow with tasks:
    """
    - first: {set: '${ {} }', export: {as: {go: true}}}
    - second: {if: '$context.go and $task.name == "second" and $workflow.input.n == 1', set: '${ "ran" }'}
    """
    And given the workflow input is:
    """
    {n: 1}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    ran
    """

  Scenario: A condition may not use the transformed input
    Given a workflow with tasks:
    """
    - asked: {if: '$input == 1', set: '${ "ran" }'}
    """
    And the definition is not checked beforehand
    When the workflow is executed
    Then the workflow should fault with a expression error of status 400 at '/do/0/asked'

  Scenario: A condition that cannot be evaluated is an expression fault of its task
    Given a workflow with tasks:
    """
    - outer: {do: [{asked: {if: '.a | error("no")', set: '${ "ran" }'}}]}
    """
    When the workflow is executed
    Then the workflow should fault with a expression error of status 400 at '/do/0/outer/do/0/asked'
    And the tasks should have run as:
    """
    outer faulted
    asked faulted
    """

  Scenario: A skipped composite task runs none of its tasks
    Given a workflow with tasks:
    """
    - outer: {if: 'false', do: [{inner: {set: '${ 1 }'}}]}
    - loop: {if: 'false', for: {in: '[1]'}, do: [{turn: {set: '${ 1 }'}}]}
    - attempt: {if: 'false', try: [{tried: {set: '${ 1 }'}}], catch: {}}
    - waiting: {if: 'false', wait: {days: 1}}
    """
    When the workflow is executed
    Then the workflow should complete
    And the tasks should have run as:
    """
    outer skipped
    loop skipped
    attempt skipped
    waiting skipped
    """
